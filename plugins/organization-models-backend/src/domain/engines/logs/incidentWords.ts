// By what lines of Python programs, and of what is below them, are known.

/** `package.SomeError: text`, the line in which a traceback ends. */
export const EXCEPTION =
  /^(?:[a-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Unsupported|Failure)(?::|$)/;
export const TRACEBACK = /^(?:.*: )?Traceback \(most recent call last\)/;
export const CHAIN =
  /^(?:The above exception was the direct cause|During handling of the above exception)/;
/** By which Python prints what nobody can catch, such as the end of an object. */
export const IGNORED = /^Exception ignored in: /;
/** Lines by which processes end that print no traceback. */
export const ABRUPT =
  /: error: |exec format error|command not found|: not found$|python[\d.]*: .*No module named |can't open file|error while loading shared libraries|^terminate called|^exec \S+: no such file|exec user process caused: |sh: (?:line \d+: )?\S+: [Pp]ermission denied$|^Fatal Python error|Segmentation fault|Bus error|Illegal instruction|: version `GLIBC|pthread_create failed|Thread creation failed|panicked at |Watchdog caught|[Ww]atchdog timeout|NVRM: Xid|rocBLAS error|Memory access fault|HSA_STATUS_ERROR|^double free|^corrupted |^malloc\(\): |^free\(\): |^Killed$/;
/** Of what a script does before it starts the engine: it goes on all the same. */
export const MERE_NOTICE = /^pip's dependency resolver/;
export const INTERRUPTED =
  /^(?:KeyboardInterrupt|asyncio\.exceptions\.CancelledError)/;
/** A library that gets no threads interrupts its own process. */
export const SELF_MADE = /pthread_create failed/;
export const RETRY =
  /thrown while requesting|^Retrying in|Retrying \(|Connection broken|WARN/;

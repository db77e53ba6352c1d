/** A scheduler of SGLang that ends: it names itself in the first line alone. */
export function sglangScheduler(file: string, ...words: string[]): string[] {
  return [
    "[2025-07-16 05:13:11] server_args=ServerArgs(model_path='a/b', port=30000)",
    '[2025-07-16 05:13:20 TP1] Init torch distributed begin.',
    '[2025-07-16 05:13:21 TP1] Load weight begin. avail mem=78.50 GB',
    '[2025-07-16 05:13:22 TP1] Scheduler hit an exception: Traceback (most recent call last):',
    '  File "/sgl-workspace/sglang/python/sglang/srt/managers/scheduler.py", line 3130, in run_scheduler_process',
    '    scheduler = Scheduler(',
    `  File "/sgl-workspace/sglang/python/${file}", line 235, in __init__`,
    '    self.check()',
    ...words,
    '',
    '[2025-07-16 05:13:22] Received sigquit from a child process. It usually means the child failed.',
  ];
}

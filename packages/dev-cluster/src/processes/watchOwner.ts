import { spawn } from 'node:child_process';

/** What is to happen to something when the process that started it is gone. */
export type WhenOwnerDies = 'delete' | 'stop';

/** With the directory as `$0`, then what to do, then the signal. */
const script = `
read -r word && exit 0
pids() { find "$0" -name '*.pid' | while read -r file; do echo "$(head -n 1 "$file")"; done; }
# A process of which only the remains are left, until its parent looks, says Z.
runs() { case "$(ps -o stat= -p "$1")" in '' | Z*) return 1 ;; esac; }
# kwokctl first, as it may be about to start more.
for file in "$0"/kwokctl-*.pid; do [ -f "$file" ] && kill -KILL "$(cat "$file")"; done
for pid in $(pids); do kill "-$2" "$pid"; done
for pid in $(pids); do
  tries=100
  while runs "$pid" && [ "$tries" -gt 0 ]; do tries=$((tries - 1)); sleep 0.1; done
done
[ "$1" = delete ] && rm -rf "$0"
`;

/**
 * Clears up after this process if it dies without doing so itself.
 *
 * @remarks
 * A detached shell reads from a pipe that this process holds open. The system closes the pipe with its holder,
 * however that ends, so nothing is polled and no process id can be mistaken. Every `*.pid` file below the directory
 * names a process to end.
 *
 * @param directory - holds the pid files, and is removed by `delete`
 * @returns a function that calls the watch off
 */
export function watchOwner(
  directory: string,
  options: { whenOwnerDies: WhenOwnerDies; signal: 'KILL' | 'INT' },
): () => void {
  const { whenOwnerDies, signal } = options;
  const watch = spawn('sh', ['-c', script, directory, whenOwnerDies, signal], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  // Neither may keep this process alive.
  (watch.stdin as unknown as { unref(): void }).unref();
  return () => watch.stdin.end('done\n');
}

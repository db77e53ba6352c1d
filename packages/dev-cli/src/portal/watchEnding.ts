import { hasChildren } from '../processes/hasChildren';
import { LoggedProcess } from '../processes/startLoggedProcess';

/** How long a process that minds a child may be without one: it replaces the child when the source changes. */
const patienceMs = 1_500;

/**
 * Watches for the end of a process, or of the child that a minding process leaves unreplaced (a backend that
 * crashed; its minder waits for an edit).
 * @returns a function that tells how it ended, or undefined while it goes on
 */
export function watchEnding(process: LoggedProcess): () => string | undefined {
  let ending: string | undefined;
  process.ended.then(({ reason }) => (ending = reason));
  let lastSeen: number | undefined;
  return () => {
    if (process.pid && process.mindsChild && hasChildren(process.pid)) {
      lastSeen = Date.now();
    }
    const isAlone = lastSeen && Date.now() - lastSeen > patienceMs;
    return ending ?? (isAlone ? 'with an error' : undefined);
  };
}

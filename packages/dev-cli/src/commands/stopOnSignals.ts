import { DevError } from '../DevError';
import { stopMarkedProcesses } from '../processes/markedProcesses';

/**
 * Aborts at the first Ctrl-C, SIGTERM or closed terminal, so that what runs is stopped in order. At the second, what
 * carries the directory's mark is ended by force.
 */
export function stopOnSignals(directory: string): AbortSignal {
  const controller = new AbortController();
  const receive = async (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      controller.abort(new DevError(`Stopped by ${signal}.`));
      return;
    }
    await stopMarkedProcesses(directory, { graceMs: 0 });
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, receive);
  }
  return controller.signal;
}

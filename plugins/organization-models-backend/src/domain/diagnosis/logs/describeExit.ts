import type { ReasonCode } from '../../reasons/catalogue';
import { describePhase } from './startupPhases';

/** By which a native part ends a process; 128 more as an exit code. */
const SIGNALS: Record<number, string> = {
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  11: 'SIGSEGV',
};

/**
 * What an exit code alone tells, where nothing was said.
 *
 * @param exitCode - negative: by that signal
 * @param phase - how far the engine had come
 */
export function describeExit(
  exitCode: number,
  phase: string | undefined,
): { code: ReasonCode; message: string } | undefined {
  if (exitCode === 127) {
    return {
      code: 'CommandNotFound',
      message: 'The command is not in the image (exit code 127).',
    };
  }
  if (exitCode === 126) {
    return {
      code: 'ContainerStartFailed',
      message: 'The command may not be executed (exit code 126).',
    };
  }
  const signal = SIGNALS[exitCode < 0 ? -exitCode : exitCode - 128];
  return signal
    ? {
        code: signal === 'SIGBUS' ? 'SharedMemoryTooSmall' : 'NativeCrash',
        message: `A native part of the engine crashed ${describePhase(
          phase,
        )}, without a word (${signal}, exit code ${exitCode})${
          HINTS[signal] ?? ''
        }.`,
      }
    : undefined;
}

const HINTS: Record<string, string> = {
  SIGILL: ': the processor may lack instructions that the image is built for',
  SIGBUS: ': most often shared memory (/dev/shm) is too small',
};

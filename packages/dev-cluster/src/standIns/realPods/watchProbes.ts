import { setTimeout as delay } from 'node:timers/promises';
import { V1Container, V1Probe } from '@kubernetes/client-node';
import { ProbeFailure } from './askProbe';

/** What the probes of a container are for. */
export interface ProbeHandlers {
  ask(probe: V1Probe): Promise<ProbeFailure>;
  started(): void;
  ready(isReady: boolean): void;
  failed(kind: 'Startup' | 'Readiness' | 'Liveness', words: string): void;
  /** It is to be ended, and started again. */
  kill(kind: 'startup' | 'liveness', probe: V1Probe): void;
}

/**
 * Asks the probes of a container in their periods, until the signal aborts: the first alone, until it passes, then
 * the others beside each other.
 */
export async function watchProbes(
  container: V1Container,
  handlers: ProbeHandlers,
  signal: AbortSignal,
): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = container;
  if (startupProbe && (await isKilled('startup', startupProbe))) {
    return;
  }
  if (signal.aborted) {
    return;
  }
  handlers.started();
  await Promise.all([watchReadiness(), watchLiveness()]);

  // Resolves when the probe passed (false) or failed for good (true)
  async function isKilled(
    kind: 'startup' | 'liveness',
    probe: V1Probe,
  ): Promise<boolean> {
    const word = kind === 'startup' ? 'Startup' : 'Liveness';
    let failures = 0;
    for await (const failure of ask(probe)) {
      failures = failure === undefined ? 0 : failures + 1;
      if (failure !== undefined) {
        handlers.failed(word, failure);
      } else if (kind === 'startup') {
        return false;
      }
      if (failures >= (probe.failureThreshold ?? 3)) {
        handlers.kill(kind, probe);
        return true;
      }
    }
    return true;
  }

  async function watchLiveness(): Promise<void> {
    if (livenessProbe) {
      await isKilled('liveness', livenessProbe);
    }
  }

  async function watchReadiness(): Promise<void> {
    if (!readinessProbe) {
      handlers.ready(true);
      return;
    }
    let failures = 0;
    for await (const failure of ask(readinessProbe)) {
      failures = failure === undefined ? 0 : failures + 1;
      if (failure !== undefined) {
        handlers.failed('Readiness', failure);
      }
      if (
        failures === 0 ||
        failures >= (readinessProbe.failureThreshold ?? 3)
      ) {
        handlers.ready(failures === 0);
      }
    }
  }

  async function* ask(probe: V1Probe): AsyncGenerator<ProbeFailure> {
    await pause((probe.initialDelaySeconds ?? 0) * 1_000, signal);
    while (!signal.aborted) {
      const failure = await handlers.ask(probe);
      if (!signal.aborted) {
        yield failure;
      }
      await pause((probe.periodSeconds ?? 10) * 1_000, signal);
    }
  }
}

/** Until the time is over, or the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(error => {
    if (!signal.aborted) {
      throw error;
    }
  });
}

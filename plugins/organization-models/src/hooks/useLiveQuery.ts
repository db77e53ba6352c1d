import { useSignal } from '@backstage/plugin-signals-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import useLatest from 'react-use/esm/useLatest';
import { toApiFailure } from '../api/toApiFailure';
import { Live, STATUS_CHANNEL, StatusSignal } from './Live';
import { Answer, mergeAnswer } from './mergeAnswer';
import { Polling, startPolling } from './startPolling';

/** How a question is asked again and again. */
export type LiveQueryOptions<T> = {
  /** Names the question; another key is another question. */
  key: string;
  /** Shows the answer to the last question until the new one is there. */
  keepsPrevious?: boolean;
  observedAt?: (data: T) => string | undefined;
  /** The answer is about this model alone: changes of others are none of it. */
  modelId?: string;
};

const FASTEST_MS = 5_000;
const SLOWEST_MS = 60_000;

/**
 * Asks the API, and asks again when a signal says that something changed.
 * Polling is the fallback, for a signal may get lost.
 */
export function useLiveQuery<T>(
  load: (signal: AbortSignal) => Promise<T>,
  options: LiveQueryOptions<T>,
): Live<T> {
  const { key, keepsPrevious = false, observedAt, modelId } = options;
  const [shown, setShown] = useState<{ key: string; answer: Answer<T> }>();
  const latestLoad = useLatest(load);
  const polling = useRef<Polling>();
  const refresh = useCallback(() => polling.current?.visitNow(), []);

  useEffect(() => {
    let known: Answer<T> = {};
    polling.current = startPolling(
      async signal => {
        const seen = await look(latestLoad.current, signal);
        if (signal.aborted) {
          return 'ended';
        }
        const { answer, outcome } = mergeAnswer(known, seen);
        known = answer;
        setShown(previous => draw(previous, { key, answer }));
        return outcome;
      },
      { fastestMs: FASTEST_MS, slowestMs: SLOWEST_MS },
    );
    return polling.current.stop;
  }, [key, latestLoad]);

  const { lastSignal } = useSignal<StatusSignal>(STATUS_CHANNEL);
  useEffect(() => {
    if (lastSignal && isAbout(lastSignal, modelId)) {
      refresh();
    }
  }, [lastSignal, modelId, refresh]);

  const isOutdated = shown?.key !== key;
  if (!shown || (isOutdated && !(keepsPrevious && shown.answer.data))) {
    return { state: 'loading' };
  }
  const { data, failure } = shown.answer;
  return data === undefined
    ? { state: 'error', failure: failure!, retry: refresh }
    : {
        state: 'ready',
        data,
        observedAt: observedAt?.(data),
        isOutdated,
        failure,
        refresh,
      };
}

// A signal without names may be about any model
function isAbout({ models }: StatusSignal, modelId: string | undefined) {
  return !modelId || !models || models.includes(modelId);
}

async function look<T>(
  load: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  try {
    return { data: await load(signal) };
  } catch (error) {
    return { failure: toApiFailure(error) };
  }
}

type Drawn<T> = { key: string; answer: Answer<T> };

function draw<T>(previous: Drawn<T> | undefined, next: Drawn<T>): Drawn<T> {
  const isSame =
    previous?.key === next.key &&
    previous.answer.data === next.answer.data &&
    previous.answer.failure?.message === next.answer.failure?.message;
  return isSame ? previous : next;
}

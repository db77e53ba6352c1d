import { useCallback, useState } from 'react';
import useLatest from 'react-use/esm/useLatest';
import { ApiFailure, toApiFailure } from '../api/toApiFailure';

/** Something that the user sets off, and how it went. */
export type Action =
  | { state: 'idle'; run: () => void }
  | { state: 'pending'; run: () => void }
  | { state: 'failed'; failure: ApiFailure; run: () => void };

/** Runs a call once at a time and keeps what went wrong in sight. */
export function useAction(act: () => Promise<void>): Action {
  const latestAct = useLatest(act);
  const [progress, setProgress] = useState<
    | { state: 'idle' }
    | { state: 'pending' }
    | { state: 'failed'; failure: ApiFailure }
  >({ state: 'idle' });
  const run = useCallback(() => {
    setProgress({ state: 'pending' });
    latestAct.current().then(
      () => setProgress({ state: 'idle' }),
      error => setProgress({ state: 'failed', failure: toApiFailure(error) }),
    );
  }, [latestAct]);
  return { ...progress, run };
}

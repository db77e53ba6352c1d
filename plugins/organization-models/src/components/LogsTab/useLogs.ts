import { useApi } from '@backstage/frontend-plugin-api';
import type { LogQuery } from '@orgmodels/backstage-plugin-organization-models-common';
import { useCallback, useEffect, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { type ApiFailure, toApiFailure } from '../../api/toApiFailure';
import { useOrganization } from '../../organization/OrganizationContext';
import { LogLines } from './LogLines';
import { readLogLines } from './readLogLines';

/** A log that is being read. */
export type Logs = {
  state: 'reading' | 'ended' | 'failed';
  text: string;
  count: number;
  failure?: ApiFailure;
  readAgain: () => void;
};

/** A page that is drawn for every line would do nothing else. */
const DRAW_MS = 200;

/** Reads a model's log, and goes on reading while it is followed. */
export function useLogs(modelId: string, query: LogQuery): Logs {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [shown, setShown] = useState<Omit<Logs, 'readAgain'>>();
  const [round, setRound] = useState(0);
  const key = JSON.stringify(query);

  useEffect(() => {
    const leave = new AbortController();
    const asked: LogQuery = JSON.parse(key);
    const lines = new LogLines({ showsPods: asked.pod === undefined });
    const show = (state: Logs['state'], failure?: ApiFailure) => {
      if (!leave.signal.aborted) {
        const next = { state, failure, text: lines.text, count: lines.count };
        setShown(shownNow => (isSame(shownNow, next) ? shownNow : next));
      }
    };
    const timer = setInterval(() => show('reading'), DRAW_MS);
    const read = async () => {
      const response = await api.getLogs(modelId, asked, {
        organization,
        signal: leave.signal,
      });
      for await (const some of readLogLines(response)) {
        lines.append(some);
      }
    };
    show('reading');
    read()
      .then(
        () => show('ended'),
        error => show('failed', toApiFailure(error)),
      )
      .finally(() => clearInterval(timer));
    return () => {
      leave.abort();
      clearInterval(timer);
    };
  }, [api, modelId, organization, key, round]);

  const readAgain = useCallback(() => setRound(number => number + 1), []);
  return { state: 'reading', text: '', count: 0, ...shown, readAgain };
}

// A log in which nothing is new is not drawn anew: what is marked in it stays
function isSame(one: Partial<Logs> | undefined, other: Partial<Logs>): boolean {
  return (
    one?.state === other.state &&
    one?.text === other.text &&
    one?.failure === other.failure
  );
}

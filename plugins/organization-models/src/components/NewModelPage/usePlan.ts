import { useApi } from '@backstage/frontend-plugin-api';
import type {
  CreateBody,
  Plan,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useCallback, useEffect, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { ApiFailure, toApiFailure } from '../../api/toApiFailure';
import { useOrganization } from '../../organization/OrganizationContext';

/** What would happen. Outdated: the form has been changed since. */
export type LivePlan =
  | { state: 'incomplete' }
  | { state: 'loading' }
  | { state: 'error'; failure: ApiFailure; isOutdated: boolean }
  | { state: 'ready'; plan: Plan; isOutdated: boolean };

type Drawn = { body: CreateBody } & (
  | { state: 'error'; failure: ApiFailure }
  | { state: 'ready'; plan: Plan }
);

const TYPING_PAUSE_MS = 500;

/**
 * Plans what the form says, by a dry run, once the user stops typing; what
 * is under way is given up when it is outdated.
 *
 * @param body - `undefined` while the form cannot be sent
 */
export function usePlan(body: CreateBody | undefined): {
  plan: LivePlan;
  planAgain: () => void;
} {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [drawn, setDrawn] = useState<Drawn>();
  const [round, setRound] = useState(0);
  const planAgain = useCallback(() => {
    setDrawn(undefined);
    setRound(previous => previous + 1);
  }, []);

  useEffect(() => {
    if (!body) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(async () => {
      const next = await api.planModel(body, { organization, signal }).then(
        (plan): Drawn => ({ body, state: 'ready', plan }),
        (error): Drawn => ({
          body,
          state: 'error',
          failure: toApiFailure(error),
        }),
      );
      if (!signal.aborted) {
        setDrawn(next);
      }
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [api, organization, body, round]);

  return { plan: toLivePlan(body, drawn), planAgain };
}

function toLivePlan(
  body: CreateBody | undefined,
  drawn: Drawn | undefined,
): LivePlan {
  if (!body) {
    return { state: 'incomplete' };
  }
  if (!drawn) {
    return { state: 'loading' };
  }
  const isOutdated = drawn.body !== body;
  return drawn.state === 'ready'
    ? { state: 'ready', plan: drawn.plan, isOutdated }
    : { state: 'error', failure: drawn.failure, isOutdated };
}

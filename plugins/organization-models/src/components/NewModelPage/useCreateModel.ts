import { useApi } from '@backstage/frontend-plugin-api';
import type {
  CreateBody,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { ApiFailure, toApiFailure } from '../../api/toApiFailure';
import { useOrganization } from '../../organization/OrganizationContext';

/** How the creation of a model goes. */
export type Creation =
  | { state: 'idle' }
  | { state: 'pending' }
  | { state: 'failed'; failure: ApiFailure; body: CreateBody };

/**
 * Creates a model, held to the plan that the user saw.
 *
 * @remarks The same body and plan are sent under the same idempotency key:
 * a double click, or a retry after a lost answer, makes one model.
 */
export function useCreateModel(options: {
  onCreated: (model: Model) => void;
  onPlanOutdated: () => void;
  /** For what stands in a field. */
  onRefused: () => void;
}) {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [creation, setCreation] = useState<Creation>({ state: 'idle' });
  const attempt = useRef<{
    body: CreateBody;
    planHash?: string;
    key: string;
  }>();

  const keyOf = (body: CreateBody, planHash: string | undefined) => {
    const last = attempt.current;
    if (last?.body !== body || last.planHash !== planHash) {
      attempt.current = { body, planHash, key: uuid() };
    }
    return attempt.current!.key;
  };

  const create = async (body: CreateBody, planHash: string | undefined) => {
    const idempotencyKey = keyOf(body, planHash);
    setCreation({ state: 'pending' });
    try {
      const model = await api.createModel(
        { ...body, plan_hash: planHash },
        { organization, idempotencyKey },
      );
      options.onCreated(model);
    } catch (error) {
      const failure = toApiFailure(error);
      setCreation({ state: 'failed', failure, body });
      if (failure.code === 'PlanOutdated') {
        options.onPlanOutdated();
      }
      if (failure.fieldProblems.length > 0) {
        options.onRefused();
      }
    }
  };
  return { creation, create };
}

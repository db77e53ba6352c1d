import {
  LONGEST_PLAN_HASH,
  parseModelSpec,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { isPlainObject, omit } from 'lodash';
import type { StoredSpec } from '../../../domain/facts/ResolvedModel';
import { invalidRequest } from '../../errors';
import { mergeFields } from './mergeFields';
import type { Body } from '../../models/ModelService';

/** A parsed body: what is stored, and what must never be. */
export type Asked = {
  spec: StoredSpec;
  /** `null` takes the token away. */
  token?: string | null;
  planHash?: string;
  /** What is to be done when this generation fails to start. */
  onFailure?: 'rollback';
  /** New pods, whether anything about them changed or not. */
  restart?: boolean;
  /** All that was derived is derived anew, as if the model were new. */
  refresh?: boolean;
};

/**
 * Parses a body, in which `null` is the same as nothing; the token is taken
 * out of what is stored.
 *
 * @throws a refusal naming every field that is wrong
 */
export function parseModelBody(
  body: Body,
  problems: { field: string; message: string }[] = [],
): Asked {
  if (!isPlainObject(body)) {
    throw invalidRequest([{ field: 'body', message: 'must be a JSON object' }]);
  }
  const { plan_hash, on_failure, ...fields } = body as Record<string, unknown>;
  if (
    plan_hash !== undefined &&
    !(typeof plan_hash === 'string' && plan_hash.length <= LONGEST_PLAN_HASH)
  ) {
    problems.push({
      field: 'plan_hash',
      message: 'must be the plan_hash of a plan',
    });
  }
  if (![undefined, null, 'rollback'].includes(on_failure as string | null)) {
    problems.push({
      field: 'on_failure',
      message: 'must be rollback, or be left out',
    });
  }
  const parsed = parseModelSpec(mergeFields({}, fields));
  if (parsed.outcome === 'invalid') {
    throw invalidRequest([...problems, ...parsed.problems]);
  }
  if (problems.length > 0) {
    throw invalidRequest(problems);
  }
  const { deployment_config, ...rest } = parsed.spec;
  const { hugging_face_token: token, ...config } = deployment_config ?? {};
  const spec: StoredSpec = deployment_config
    ? { ...rest, deployment_config: config }
    : rest;
  return {
    spec,
    token,
    planHash: plan_hash as string | undefined,
    ...(on_failure === 'rollback' ? { onFailure: on_failure } : {}),
  };
}

/** What GET shows of a token comes back with GET → edit → PUT. */
export function withoutShownToken(
  fields: Record<string, unknown>,
): Record<string, unknown> {
  return isPlainObject(fields.deployment_config)
    ? {
        ...fields,
        deployment_config: omit(
          fields.deployment_config as object,
          'has_hugging_face_token',
        ),
      }
    : fields;
}

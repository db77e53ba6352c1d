import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { assessReadiness } from '../../../domain/readiness/assessReadiness';
import { ModelApiError } from '../../errors';

/** 403: the cluster lacks definitions of objects that the model needs. */
export function refuseMissing(
  { resolved: { scaling } }: StoredModel,
  {
    requiredComponents,
    facts,
  }: { requiredComponents: string[]; facts: ClusterFacts },
) {
  const needed = scaling.mode === 'autoscaled' ? ['aibrix'] : [];
  const { blockers } = assessReadiness(facts, {
    requiredComponents: [...new Set([...requiredComponents, ...needed])],
  });
  const missing = blockers.find(({ code }) => code === 'MissingCrd');
  if (missing) {
    throw new ModelApiError('NotAllowedError', {
      statusCode: 403,
      code: 'MissingCrd',
      message: [missing.message, missing.hint].filter(Boolean).join('. '),
    });
  }
}

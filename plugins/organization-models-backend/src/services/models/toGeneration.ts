import type { Generation } from '@orgmodels/backstage-plugin-organization-models-common';
import { pick } from 'lodash';
import type { StoredGeneration } from '../../database/models/DatabaseGenerations';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { diffSpecs } from '../../domain/plan/diffSpecs';
import { toAskedView } from './toModel';

/** What a generation decides of a model. */
const SPEC_FIELDS = [
  ...(['name', 'display_name', 'description', 'model_type'] as const),
  ...(['huggingface_id', 'repository_url', 'version'] as const),
  ...(['requirements', 'deployment_config'] as const),
  ...(['tags', 'is_public', 'desired_state'] as const),
];

/** A generation as the API answers it, compared to another one. */
export function toGeneration(
  model: StoredModel,
  wanted: StoredGeneration,
  other: StoredGeneration | undefined,
): Generation {
  const specOf = ({ spec, resolved }: StoredGeneration) =>
    JSON.parse(
      JSON.stringify(
        pick(toAskedView({ ...model, spec, resolved }), SPEC_FIELDS),
      ),
    );
  const spec = specOf(wanted);
  return {
    generation: wanted.generation,
    created_at: wanted.createdAt,
    created_by: wanted.createdBy,
    is_current: wanted.generation === model.generation,
    spec,
    against: other?.generation,
    changes: other ? diffSpecs(specOf(other), spec) : [],
  };
}

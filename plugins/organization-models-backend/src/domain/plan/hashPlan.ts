import type {
  Manifest,
  ResolvedModel,
  StoredSpec,
} from '../facts/ResolvedModel';
import { OWNER_ANNOTATIONS } from '../ownership/ownership';
import { sortKeys } from '../sortKeys';
import { hashAgreed } from './hashAgreed';

/** In place of the model's id, which a new model gets at each try. */
const ANY_ID = 'mdl_any';

/** All that a person agrees to who agrees to a plan. */
export type AgreedPlan = {
  organizationId: string;
  baseGeneration: number;
  modelId: string;
  spec: StoredSpec;
  resolved: ResolvedModel;
  manifests: Manifest[];
  objects: {
    kind: string;
    name: string;
    action: string;
    diff: { path: string }[];
  }[];
};

/**
 * What a person agrees to, as a whole: what was asked and resolved, what is
 * built of it, and what becomes of each object. Free capacity, the nodes that
 * happen to be there and random ids are not in it: they change while the person
 * reads.
 */
export function hashPlan(plan: AgreedPlan): string {
  const { organizationId, baseGeneration, spec, manifests, objects } = plan;
  const agreed = {
    organizationId,
    baseGeneration,
    spec,
    resolved: withoutFinds(plan.resolved),
    manifests: manifests.map(withoutDerived),
    objects: objects.map(({ kind, name, action, diff }) => [
      kind,
      name,
      action,
      diff.map(({ path }) => path),
    ]),
  };
  const text = JSON.stringify(sortKeys(agreed));
  return hashAgreed(text.replaceAll(plan.modelId, ANY_ID));
}

// They say what the cluster has and adds, and change no object
function withoutFinds({ admitted, ...resolved }: ResolvedModel): ResolvedModel {
  const { products, ...gpu } = resolved.gpu ?? { products: undefined };
  return resolved.gpu
    ? { ...resolved, gpu: gpu as ResolvedModel['gpu'] }
    : resolved;
}

// The one has the id in it, the other all that is agreed to already
function withoutDerived({ metadata, ...rest }: Manifest) {
  const {
    [OWNER_ANNOTATIONS.contentHash]: _hash,
    [OWNER_ANNOTATIONS.record]: _record,
    ...annotations
  } = metadata.annotations ?? {};
  return { ...rest, metadata: { ...metadata, annotations } };
}

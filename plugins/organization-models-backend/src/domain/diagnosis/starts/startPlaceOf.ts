import type { PodFacts } from '../../facts/ObservedModel';
import type { StoredModel } from '../../facts/StoredModel';
import type { StartPlace } from './expectStart';

/** What a pod's start may be compared by. */
export function startPlaceOf(
  { name, spec, resolved }: Pick<StoredModel, 'name' | 'spec' | 'resolved'>,
  pod: PodFacts,
): StartPlace {
  const { gpus } = pod;
  return {
    podUid: pod.uid,
    ...sourceAndImageOf({ name, spec, resolved }),
    hardware: gpus ? `${gpus.count} × ${gpus.type}` : 'CPU',
  };
}

/** What is loaded, and by what. */
export function sourceAndImageOf({
  name,
  spec,
  resolved,
}: Pick<StoredModel, 'name' | 'spec' | 'resolved'>): Pick<
  StartPlace,
  'image' | 'source'
> {
  return {
    image: resolved.image,
    source: spec.huggingface_id ?? name,
  };
}

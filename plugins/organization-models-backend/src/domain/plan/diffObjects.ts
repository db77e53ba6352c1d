import { maskSecretsWithin } from '@orgmodels/backstage-plugin-organization-models-common';
import { get } from 'lodash';
import diff from 'microdiff';
import { OWNER_ANNOTATIONS } from '../ownership/ownership';

/** A field that differs; `path` is in dots. */
export type FieldChange = { path: string; from?: unknown; to?: unknown };

type KubernetesObject = {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: unknown;
};

/**
 * What differs in what people write: labels, annotations and spec. Values are
 * masked where they look like secrets, since others may have written them.
 */
export function diffObjects(
  before: KubernetesObject,
  after: KubernetesObject,
): FieldChange[] {
  const [old, fresh] = [written(before), written(after)];
  const [shownOld, shownFresh] = [old, fresh].map(maskSecretsWithin);
  return diff(old, fresh).map(change => ({
    path: change.path.join('.'),
    ...('oldValue' in change ? { from: get(shownOld, change.path) } : {}),
    ...('value' in change ? { to: get(shownFresh, change.path) } : {}),
  }));
}

function written({ metadata, spec }: KubernetesObject) {
  return {
    labels: metadata?.labels ?? {},
    annotations: withoutRecord(metadata?.annotations),
    spec: spec ?? {},
  };
}

// It repeats the spec, of which people are told field by field
function withoutRecord(annotations: Record<string, string> = {}) {
  const { [OWNER_ANNOTATIONS.record]: _, ...others } = annotations;
  return others;
}

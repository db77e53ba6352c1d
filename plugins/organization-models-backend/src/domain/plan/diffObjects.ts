import diff from 'microdiff';

/** A field that differs; `path` is in dots. */
export type FieldChange = { path: string; from?: unknown; to?: unknown };

type KubernetesObject = {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: unknown;
};

/** What differs in what people write: labels, annotations and spec. */
export function diffObjects(
  before: KubernetesObject,
  after: KubernetesObject,
): FieldChange[] {
  return diff(written(before), written(after)).map(change => ({
    path: change.path.join('.'),
    ...('oldValue' in change ? { from: change.oldValue } : {}),
    ...('value' in change ? { to: change.value } : {}),
  }));
}

function written({ metadata, spec }: KubernetesObject) {
  return {
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    spec: spec ?? {},
  };
}

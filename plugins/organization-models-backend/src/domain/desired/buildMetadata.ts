import type { DesiredContext, Manifest } from '../facts/ResolvedModel';
import type { ModelRuntime } from '../engines/ModelRuntime';
import {
  FOREIGN_LABELS,
  OWNER_ANNOTATIONS,
  ownerLabels,
} from '../ownership/ownership';

/** What the builders of single objects work with. */
export type Build = { context: DesiredContext; runtime: ModelRuntime };

/** Metadata of an object which is named like the model. */
export function buildMetadata({
  context,
  runtime,
}: Build): Manifest['metadata'] {
  return {
    name: context.spec.name,
    namespace: context.namespace,
    labels: buildLabels({ context, runtime }),
    annotations: { [OWNER_ANNOTATIONS.organization]: context.organizationId },
  };
}

/**
 * Labels of every object and pod of a model: AIBrix routes and scales by the
 * `model.aibrix.ai` ones, on the Deployment as well as on its pods.
 */
export function buildLabels({
  context,
  runtime,
}: Build): Record<string, string> {
  const { name } = context.spec;
  return {
    'app.kubernetes.io/name': runtime.name,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': 'model-server',
    'app.kubernetes.io/managed-by': 'organization-models',
    [FOREIGN_LABELS.name]: name,
    [FOREIGN_LABELS.port]: String(runtime.endpoints.port),
    [FOREIGN_LABELS.engine]: runtime.name,
    [FOREIGN_LABELS.managed]: 'true',
    [FOREIGN_LABELS.catalog]: context.modelId,
    ...ownerLabels(context),
  };
}

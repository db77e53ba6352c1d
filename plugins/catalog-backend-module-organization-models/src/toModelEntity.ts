import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  type Model,
  MODEL_ID_ANNOTATION,
  MODEL_ORGANIZATION_ANNOTATION,
  PUBLIC_MODEL_LABEL,
} from '@orgmodels/backstage-plugin-organization-models-common';

/**
 * The entity of a model. Its name is the model's id, which can never clash:
 * entity refs are for ever. What changes all the time, as the status does, is
 * not in it.
 */
export function toModelEntity(
  model: Model,
  { appUrl }: { appUrl: string },
): Entity {
  const page = `${appUrl}/organization-models/models/${model.id}`;
  const location = `url:${page}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: model.id,
      namespace: parseEntityRef(model.organization_id).namespace,
      title: model.display_name,
      description: model.description,
      ...(model.is_public ? { labels: { [PUBLIC_MODEL_LABEL]: 'true' } } : {}),
      tags: toTags(model),
      links: [
        { url: page, title: 'Model page', icon: 'dashboard' },
        ...(model.huggingface_id
          ? [
              {
                url: `https://huggingface.co/${model.huggingface_id}`,
                title: model.huggingface_id,
              },
            ]
          : []),
      ],
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [MODEL_ID_ANNOTATION]: model.id,
        [MODEL_ORGANIZATION_ANNOTATION]: model.organization_id,
        'backstage.io/kubernetes-id': model.id,
        'backstage.io/kubernetes-namespace': model.namespace,
      },
    },
    spec: {
      type: 'ai-model',
      owner: model.organization_id,
      lifecycle: 'production',
    },
  };
}

/** The ref of a model's entity, which its id and organization tell. */
export function toModelEntityRef(model: {
  modelId: string;
  organizationId: string;
}): string {
  return stringifyEntityRef({
    kind: 'Resource',
    namespace: parseEntityRef(model.organizationId).namespace,
    name: model.modelId,
  });
}

// The catalog's tags are stricter than ours
function toTags({ model_type, tags }: Model): string[] {
  const plain = tags.map(tag =>
    tag
      .toLocaleLowerCase('en-US')
      .replace(/[^a-z0-9+#]+/g, '-')
      .replace(/^-+|-+$/g, ''),
  );
  return [...new Set([model_type, ...plain])].filter(Boolean);
}

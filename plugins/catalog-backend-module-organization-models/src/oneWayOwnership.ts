import {
  type Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
} from '@backstage/catalog-model';
import {
  type CatalogProcessor,
  type CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import {
  MODEL_ID_ANNOTATION,
  MODEL_ORGANIZATION_ANNOTATION,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** The catalog's own processors have 20; lower goes first. */
const BEFORE_OTHERS = 5;
const AFTER_OTHERS = 95;

/**
 * Makes models owned by their organization without making the organization the
 * owner of models: whoever may read a group reads all of its relations, and no
 * policy narrows those, so that `ownerOf` would tell how many models there are.
 *
 * @remarks The catalog's own processor makes both relations of `spec.owner`.
 * The first of these two makes one in its place and hides the field from it;
 * the second puts the field back.
 */
export const oneWayOwnership: CatalogProcessor[] = [
  {
    getProcessorName: () => 'OrganizationModelsOwnedBy',
    getPriority: () => BEFORE_OTHERS,
    async postProcessEntity(entity, _location, emit) {
      const owner = ownerOf(entity);
      if (!owner) {
        return entity;
      }
      emitOwnedBy(entity, { owner, emit });
      const { owner: _, ...spec } = entity.spec ?? {};
      return { ...entity, spec };
    },
  },
  {
    getProcessorName: () => 'OrganizationModelsOwner',
    getPriority: () => AFTER_OTHERS,
    async postProcessEntity(entity) {
      const owner = ownerOf(entity);
      return owner ? { ...entity, spec: { ...entity.spec, owner } } : entity;
    },
  },
];

function emitOwnedBy(
  entity: Entity,
  { owner, emit }: { owner: string; emit: CatalogProcessorEmit },
) {
  emit(
    processingResult.relation({
      source: getCompoundEntityRef(entity),
      type: RELATION_OWNED_BY,
      target: parseEntityRef(owner),
    }),
  );
}

function ownerOf({ metadata: { annotations } }: Entity): string | undefined {
  return annotations?.[MODEL_ID_ANNOTATION] === undefined
    ? undefined
    : annotations[MODEL_ORGANIZATION_ANNOTATION];
}

import type { Entity } from '@backstage/catalog-model';
import { ReactNode, useEffect, useMemo, useState } from 'react';
import useLatest from 'react-use/esm/useLatest';
import { LiveModel, useModel } from '../../hooks/useModel';
import { OrganizationContext } from '../../organization/OrganizationContext';
import { MODEL_ID_ANNOTATION } from '@orgmodels/backstage-plugin-organization-models-common';

/**
 * Reads the model of an entity. Who belongs to several organizations need
 * not choose here: the owner is meant or, for a public model, any of them.
 */
export function EntityModelScope(props: {
  entity: Entity;
  children: (model: LiveModel) => ReactNode;
}) {
  const { entity, children } = props;
  const id = entity.metadata.annotations?.[MODEL_ID_ANNOTATION];
  const [organization, setOrganization] = useState<string>();
  const scope = useMemo(() => ({ organization }), [organization]);
  return id ? (
    <OrganizationContext.Provider value={scope}>
      <ModelOfEntity
        id={id}
        onChoices={choices => setOrganization(choose(choices, entity))}
      >
        {children}
      </ModelOfEntity>
    </OrganizationContext.Provider>
  ) : null;
}

function ModelOfEntity(props: {
  id: string;
  onChoices: (choices: string[]) => void;
  children: (model: LiveModel) => ReactNode;
}) {
  const model = useModel(props.id);
  const onChoices = useLatest(props.onChoices);
  const choices = model.state === 'error' ? model.failure.choices : undefined;
  useEffect(() => {
    if (choices) {
      onChoices.current(choices);
    }
  }, [choices, onChoices]);
  return <>{props.children(choices ? { state: 'loading' } : model)}</>;
}

function choose(choices: string[], entity: Entity): string | undefined {
  const owner = entity.spec?.owner;
  return choices.find(choice => choice === owner) ?? choices[0];
}

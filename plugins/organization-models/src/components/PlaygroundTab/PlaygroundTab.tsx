import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import {
  type Model,
  modelChatPermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useIsDenied } from '../../hooks/useIsDenied';
import { organizationModelsTranslationRef } from '../../translation';
import { ChatPlayground } from './ChatPlayground';
import { CompletionPlayground } from './CompletionPlayground';
import { EmbeddingPlayground } from './EmbeddingPlayground';
import type { ChatMemory } from './useChat';

/** Tries a model out, in the way of its type. */
export function PlaygroundTab(props: { model: Model; memory: ChatMemory }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, memory } = props;
  const isDenied = useIsDenied(modelChatPermission, model.id);
  if (isDenied) {
    return <Text color="secondary">{t('playground.denied')}</Text>;
  }
  if (model.replicas.ready === 0) {
    return (
      <Alert
        role="status"
        status="info"
        icon
        title={t('playground.notReady')}
        description={model.status_reason?.message}
      />
    );
  }
  switch (model.model_type) {
    case 'completion':
      return <CompletionPlayground model={model} />;
    case 'embedding':
      return <EmbeddingPlayground model={model} />;
    case 'rerank':
      return <Text color="secondary">{t('playground.noForm')}</Text>;
    default:
      return <ChatPlayground model={model} memory={memory} />;
  }
}

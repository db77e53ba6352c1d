import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import type { ChatFigures } from './ChatMessage';

/** How fast the last answer came, as seen from here. */
export function ChatFiguresLine({ figures }: { figures?: ChatFigures }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  if (!figures) {
    return null;
  }
  const { firstTokenSeconds, tokensPerSecond } = figures;
  const parts = [
    firstTokenSeconds !== undefined &&
      t('playground.firstToken', { seconds: firstTokenSeconds.toFixed(2) }),
    tokensPerSecond !== undefined &&
      t('playground.speed', { tokens: tokensPerSecond.toFixed(1) }),
    figures.completionTokens !== undefined &&
      t('playground.tokens', {
        prompt: String(figures.promptTokens ?? 0),
        completion: String(figures.completionTokens),
      }),
  ];
  return (
    <Text variant="body-small" color="secondary">
      {parts.filter(Boolean).join(' · ')}
    </Text>
  );
}

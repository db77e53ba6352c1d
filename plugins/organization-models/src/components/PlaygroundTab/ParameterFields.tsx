import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, NumberField, TextAreaField } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import type { ChatParameters } from './ChatMessage';

/** What may be set for an answer; empty is the engine's default. */
export function ParameterFields(props: {
  parameters: ChatParameters;
  change: (change: ChatParameters) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { parameters, change } = props;
  return (
    <Flex direction="column" gap="4">
      <TextAreaField
        label={t('playground.system')}
        rows={3}
        value={parameters.system ?? ''}
        onChange={system => change({ system })}
      />
      <NumberField
        label={t('playground.temperature')}
        placeholder={t('playground.byEngine')}
        minValue={0}
        maxValue={2}
        step={0.1}
        value={parameters.temperature ?? NaN}
        onChange={value => change({ temperature: toOptionalNumber(value) })}
      />
      <NumberField
        label={t('playground.topP')}
        placeholder={t('playground.byEngine')}
        minValue={0}
        maxValue={1}
        step={0.05}
        value={parameters.topP ?? NaN}
        onChange={value => change({ topP: toOptionalNumber(value) })}
      />
      <NumberField
        label={t('playground.maxTokens')}
        placeholder={t('playground.byEngine')}
        minValue={1}
        value={parameters.maxTokens ?? NaN}
        onChange={value => change({ maxTokens: toOptionalNumber(value) })}
      />
    </Flex>
  );
}

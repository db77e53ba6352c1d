import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NumberField } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useState } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import { AskPanel } from './AskPanel';
import styles from './PlaygroundTab.module.css';
import { useModelCall } from './useModelCall';

const USUAL_TOKENS = 128;

/** A text, and how the model goes on with it. */
export function CompletionPlayground({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [prompt, setPrompt] = useState('');
  const [maxTokens, setMaxTokens] = useState<number | undefined>(USUAL_TOKENS);
  const call = useModelCall<{ choices: { text: string }[] }>(
    model,
    'completions',
    { prompt, max_tokens: maxTokens },
  );
  return (
    <AskPanel
      title={t('playground.completion')}
      label={t('playground.prompt')}
      text={prompt}
      onChange={setPrompt}
      action={call}
      fields={
        <NumberField
          label={t('playground.maxTokens')}
          placeholder={t('playground.byEngine')}
          minValue={1}
          value={maxTokens ?? NaN}
          onChange={value => setMaxTokens(toOptionalNumber(value))}
        />
      }
    >
      {call.answer && (
        <output className={styles.output}>
          {call.answer.choices[0]?.text}
        </output>
      )}
    </AskPanel>
  );
}

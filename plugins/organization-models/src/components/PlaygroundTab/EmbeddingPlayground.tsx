import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useState } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import { Facts } from '../Facts/Facts';
import { AskPanel } from './AskPanel';
import styles from './PlaygroundTab.module.css';
import { useModelCall } from './useModelCall';

type Embeddings = {
  data: { embedding: number[] }[];
  usage?: { prompt_tokens?: number };
};

/** A text, and the vector that stands for it. */
export function EmbeddingPlayground({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [input, setInput] = useState('');
  const call = useModelCall<Embeddings>(model, 'embeddings', { input });
  const vector = call.answer?.data[0]?.embedding;
  return (
    <AskPanel
      title={t('playground.embedding')}
      label={t('playground.input')}
      text={input}
      onChange={setInput}
      action={call}
    >
      {vector && (
        <>
          <Facts
            facts={{
              [t('playground.dimensions')]: vector.length,
              [t('playground.norm')]: Math.hypot(...vector).toFixed(4),
              [t('playground.inputTokens')]: call.answer?.usage?.prompt_tokens,
            }}
          />
          <output className={styles.output}>
            [{vector.map(value => value.toFixed(5)).join(', ')}]
          </output>
        </>
      )}
    </AskPanel>
  );
}

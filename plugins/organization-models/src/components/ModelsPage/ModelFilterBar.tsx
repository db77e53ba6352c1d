import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, SearchField, Select } from '@backstage/ui';
import { MODEL_STATUSES } from '@orgmodels/backstage-plugin-organization-models-common';
import { useEffect, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { organizationModelsTranslationRef } from '../../translation';
import styles from './ModelsPage.module.css';
import type { ModelFilters } from './useModelFilters';

const TYPING_PAUSE_MS = 300;

/** Narrows the list by words and by status. */
export function ModelFilterBar(props: {
  filters: ModelFilters;
  onChange: (changes: Partial<ModelFilters>) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { filters, onChange } = props;
  return (
    <Flex gap="4" align="end" className={styles.filters}>
      <ModelSearch
        value={filters.search}
        onChange={search => onChange({ search })}
      />
      <Select
        className={styles.statusFilter}
        aria-label={t('models.statusFilter')}
        placeholder={t('models.anyStatus')}
        selectionMode="multiple"
        value={filters.statuses}
        onChange={statuses =>
          onChange({
            statuses: MODEL_STATUSES.filter(status =>
              statuses.includes(status),
            ),
          })
        }
        options={MODEL_STATUSES.map(status => ({
          id: status,
          label: t(`status.${status}`),
        }))}
      />
    </Flex>
  );
}

function ModelSearch(props: {
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useDebounce(
    () => {
      if (text !== value) {
        onChange(text);
      }
    },
    TYPING_PAUSE_MS,
    [text],
  );
  return (
    <SearchField
      className={styles.search}
      aria-label={t('models.search')}
      placeholder={t('models.searchPlaceholder')}
      value={text}
      onChange={setText}
    />
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NumberField, Select, Switch, TextField } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';
import { useField } from '../Fields/FieldProblems';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import { type KeyForm, LIFETIMES } from './KeyForm';

/** What a key is for, what it opens, how long and how much. */
export function KeyFields(props: {
  form: KeyForm;
  change: (change: Partial<KeyForm>) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { form, change } = props;
  const fields = {
    name: useField('name'),
    expires: useField('expires_at'),
    requests: useField('limits.requests_per_minute'),
    tokens: useField('limits.tokens_per_day'),
  };
  return (
    <>
      <TextField
        {...fields.name}
        label={t('access.newKey.name')}
        description={t('access.newKey.nameHelp')}
        value={form.name}
        onChange={name => change({ name })}
        autoComplete="off"
      />
      <Switch
        label={t('access.newKey.opensAll')}
        isSelected={form.opensAll}
        onChange={opensAll => change({ opensAll })}
      />
      <Select
        {...fields.expires}
        label={t('access.newKey.expires')}
        value={form.lifetime}
        onChange={key => change({ lifetime: key as KeyForm['lifetime'] })}
        options={LIFETIMES.map(lifetime => ({
          id: lifetime,
          label: t(`access.newKey.lifetime.${lifetime}`),
        }))}
      />
      <NumberField
        {...fields.requests}
        label={t('access.newKey.requests')}
        placeholder={t('access.newKey.unlimited')}
        minValue={1}
        value={form.requestsPerMinute ?? NaN}
        onChange={value =>
          change({ requestsPerMinute: toOptionalNumber(value) })
        }
      />
      <NumberField
        {...fields.tokens}
        label={t('access.newKey.tokens')}
        placeholder={t('access.newKey.unlimited')}
        minValue={1}
        value={form.tokensPerDay ?? NaN}
        onChange={value => change({ tokensPerDay: toOptionalNumber(value) })}
      />
    </>
  );
}

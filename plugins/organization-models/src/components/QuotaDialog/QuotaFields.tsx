import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  DialogBody,
  DialogFooter,
  Flex,
  NumberField,
  Text,
  TextField,
} from '@backstage/ui';
import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { type FormEvent, useId } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { FieldProblems, useField } from '../Fields/FieldProblems';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import { useFocusOnProblem } from '../Fields/useFocusOnProblem';
import { useQuotaWords } from '../QuotaUse/useQuotaWords';
import { GpuTypeFields } from './GpuTypeFields';
import type { QuotaForm } from './QuotaForm';
import { useQuotaForm } from './useQuotaForm';

/** The form of {@link QuotaDialog}; mounted anew each time it is opened. */
export function QuotaFields(props: { quota: Quota; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { quota } = props;
  const id = useId();
  const { formRef, focusOnProblem } = useFocusOnProblem();
  const { form, change, problems, saving, resetting, save } = useQuotaForm({
    ...props,
    onRefused: focusOnProblem,
  });
  const failed = [saving, resetting].find(({ state }) => state === 'failed');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <>
      <DialogBody>
        <FieldProblems.Provider value={{ problems, touch: () => {} }}>
          <form id={id} ref={formRef} onSubmit={submit} noValidate>
            <Flex direction="column" gap="4">
              <Text as="p">{t('quota.edit.help')}</Text>
              <Amounts form={form} change={change} quota={quota} />
              <GpuTypeFields
                types={form.types}
                onChange={types => change({ types })}
              />
              {failed?.state === 'failed' && (
                <FailureNotice failure={failed.failure} />
              )}
            </Flex>
          </form>
        </FieldProblems.Provider>
      </DialogBody>
      <DialogFooter>
        {quota.source === 'override' && (
          <Button
            variant="tertiary"
            isPending={resetting.state === 'pending'}
            onPress={resetting.run}
          >
            {t('quota.edit.reset')}
          </Button>
        )}
        <Button variant="secondary" slot="close">
          {t('quota.edit.cancel')}
        </Button>
        <Button
          type="submit"
          form={id}
          variant="primary"
          isPending={saving.state === 'pending'}
        >
          {t('quota.edit.save')}
        </Button>
      </DialogFooter>
    </>
  );
}

function Amounts(props: {
  form: QuotaForm;
  change: (changes: Partial<QuotaForm>) => void;
  quota: Quota;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const words = useQuotaWords();
  const { form, change, quota } = props;
  const fields = {
    models: useField('hard.models'),
    gpus: useField('hard.gpus'),
    cpu: useField('hard.cpu'),
    memory: useField('hard.memory'),
  };
  const describe = (resource: keyof typeof fields) => ({
    ...fields[resource],
    label: words.ofResource(resource),
    placeholder: t('quota.edit.unlimited'),
    description: t('quota.edit.used', {
      used: String(quota.used[resource] ?? 0),
    }),
  });
  return (
    <>
      {(['models', 'gpus'] as const).map(resource => (
        <NumberField
          key={resource}
          {...describe(resource)}
          value={form[resource] ?? NaN}
          onChange={value => change({ [resource]: toOptionalNumber(value) })}
        />
      ))}
      {(['cpu', 'memory'] as const).map(resource => (
        <TextField
          key={resource}
          {...describe(resource)}
          value={form[resource]}
          onChange={value => change({ [resource]: value })}
          autoComplete="off"
          spellCheck="false"
        />
      ))}
    </>
  );
}

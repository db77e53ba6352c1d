import { useApi } from '@backstage/frontend-plugin-api';
import type {
  FieldProblem,
  Quota,
  QuotaLimits,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useEffect, useState } from 'react';
import useLatest from 'react-use/esm/useLatest';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useAction } from '../../hooks/useAction';
import { type QuotaForm, readQuotaForm, toQuotaForm } from './QuotaForm';

/** The limits as they are written, what is wrong with them, and their saving. */
export function useQuotaForm(options: {
  quota: Quota;
  onChanged: () => void;
  onRefused: () => void;
}) {
  const { quota, onChanged, onRefused } = options;
  const api = useApi(organizationModelsApiRef);
  const [form, setForm] = useState(() => toQuotaForm(quota));
  /** Nobody is blamed while typing: `undefined` until it was sent once. */
  const [sent, setSent] = useState<QuotaForm>();
  const send = async (hard: QuotaLimits | null) => {
    const { organization_id: organization } = quota;
    await api.updateQuota(hard, { organization });
    onChanged();
  };
  const saving = useAction(async () => {
    const read = readQuotaForm(form);
    if (read.outcome === 'valid') {
      await send(read.hard);
    }
  });
  const latestOnRefused = useLatest(onRefused);
  useEffect(() => {
    if (saving.state === 'failed') {
      latestOnRefused.current();
    }
  }, [saving.state, latestOnRefused]);
  const resetting = useAction(() => send(null));
  const read = readQuotaForm(form);
  return {
    form,
    change: (changes: Partial<QuotaForm>) =>
      setForm(previous => ({ ...previous, ...changes })),
    problems: sent ? problemsOf(read, { saving, isAsSent: form === sent }) : [],
    saving,
    resetting,
    save: () => {
      setSent(form);
      if (read.outcome === 'valid') {
        saving.run();
      } else {
        onRefused();
      }
    },
  };
}

function problemsOf(
  read: ReturnType<typeof readQuotaForm>,
  options: { saving: ReturnType<typeof useAction>; isAsSent: boolean },
): FieldProblem[] {
  if (read.outcome === 'invalid') {
    return read.problems;
  }
  const { saving, isAsSent } = options;
  return saving.state === 'failed' && isAsSent
    ? saving.failure.fieldProblems
    : [];
}

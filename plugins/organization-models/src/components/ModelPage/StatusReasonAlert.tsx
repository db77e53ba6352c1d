import { Alert, AlertProps } from '@backstage/ui';
import type {
  Model,
  ModelStatus,
} from '@orgmodels/backstage-plugin-organization-models-common';

const SEVERITY: Partial<Record<ModelStatus, AlertProps['status']>> = {
  running: 'success',
  failed: 'danger',
  degraded: 'warning',
  pending: 'warning',
};

/** Why the model is as it is, and what can be done about it. */
export function StatusReasonAlert({ model }: { model: Model }) {
  const { status, status_reason: reason } = model;
  return reason ? (
    <Alert
      role="status"
      status={SEVERITY[status] ?? 'info'}
      icon
      title={reason.message}
      description={[reason.hint, `(${reason.code})`].filter(Boolean).join(' ')}
    />
  ) : null;
}

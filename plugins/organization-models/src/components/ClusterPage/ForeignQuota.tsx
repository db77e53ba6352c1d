import { useApi } from '@backstage/frontend-plugin-api';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { QuotaPanel } from './QuotaPanel';

/**
 * The quota of an organization whose models the user has no part in: the
 * portal's administrators set it all the same. Others see nothing.
 */
export function ForeignQuota({ organization }: { organization: string }) {
  const api = useApi(organizationModelsApiRef);
  const quota = useLiveQuery(signal => api.getQuota({ organization, signal }), {
    key: `quota ${organization}`,
  });
  return quota.state === 'ready' ? (
    <QuotaPanel quota={quota.data} onChanged={quota.refresh} />
  ) : null;
}

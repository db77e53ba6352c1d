import { useApi } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import {
  keyReadPermission,
  type Model,
  usageReadPermission,
} from '@orgmodels/backstage-plugin-organization-models-common';
import useAsync from 'react-use/esm/useAsync';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useIsDenied } from '../../hooks/useIsDenied';
import { KeysPanel } from './KeysPanel';
import { SnippetsPanel } from './SnippetsPanel';
import { UsagePanel } from './UsagePanel';

/** How programs talk to the model: addresses, keys, and what they used. */
export function AccessTab({ model }: { model: Model }) {
  const api = useApi(organizationModelsApiRef);
  const { value: baseUrl } = useAsync(() => api.getOpenAiUrl(), [api]);
  const hidesKeys = useIsDenied(keyReadPermission);
  const hidesUsage = useIsDenied(usageReadPermission);
  return (
    <Flex direction="column" gap="4">
      {baseUrl && <SnippetsPanel model={model} baseUrl={baseUrl} />}
      {!hidesKeys && <KeysPanel model={model} />}
      {!hidesUsage && <UsagePanel model={model} />}
    </Flex>
  );
}

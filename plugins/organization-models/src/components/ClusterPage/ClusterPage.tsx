import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Container, Flex, Header } from '@backstage/ui';
import { useClusterStatus } from '../../hooks/useClusterStatus';
import { OrganizationBar } from '../../organization/OrganizationBar';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { LiveContent } from '../LiveContent/LiveContent';
import { PageTitle } from '../PageTitle/PageTitle';
import { ClusterSection } from './ClusterSection';
import { ForeignQuota } from './ForeignQuota';
import { QuotaPanel } from './QuotaPanel';

/** Whether models can be deployed now, and on what. */
export function ClusterPage() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const status = useClusterStatus();
  const { organization } = useOrganization();
  const refresh = status.state === 'ready' ? status.refresh : () => {};
  const isForeign = status.state === 'error' && status.failure.status === 403;
  return (
    <>
      <PageTitle title={t('cluster.title')} />
      <Header
        title={t('cluster.title')}
        description={t('cluster.description')}
        customActions={<OrganizationBar />}
      />
      <Container>
        <Flex direction="column" gap="6">
          <LiveContent live={status}>
            {({ cluster_status: { clusters, quota, ...cluster } }) => (
              <Flex direction="column" gap="6">
                {(clusters?.length ? clusters : [cluster]).map(facts => (
                  <ClusterSection key={facts.name} cluster={facts} />
                ))}
                {quota && <QuotaPanel quota={quota} onChanged={refresh} />}
              </Flex>
            )}
          </LiveContent>
          {isForeign && organization && (
            <ForeignQuota organization={organization} />
          )}
        </Flex>
      </Container>
    </>
  );
}

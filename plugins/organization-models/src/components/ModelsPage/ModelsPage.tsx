import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Flex, Header } from '@backstage/ui';
import { modelCreatePermission } from '@orgmodels/backstage-plugin-organization-models-common';
import { RiAddLine } from '@remixicon/react';
import { useIsDenied } from '../../hooks/useIsDenied';
import { usePageLinks } from '../../hooks/usePageLinks';
import { OrganizationBar } from '../../organization/OrganizationBar';
import { organizationModelsTranslationRef } from '../../translation';
import { PageTitle } from '../PageTitle/PageTitle';
import { ModelList } from './ModelList';
import { UnmanagedPanel } from './UnmanagedPanel';

/** The organization's models, and the way to a new one. */
export function ModelsPage() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { newModel } = usePageLinks();
  const mayNotDeploy = useIsDenied(modelCreatePermission);
  return (
    <>
      <PageTitle title={t('models.title')} />
      <Header
        title={t('models.title')}
        description={t('models.description')}
        customActions={
          <Flex gap="4" align="center">
            <OrganizationBar />
            {!mayNotDeploy && (
              <ButtonLink
                variant="primary"
                href={newModel}
                iconStart={<RiAddLine />}
              >
                {t('models.deploy')}
              </ButtonLink>
            )}
          </Flex>
        }
      />
      <Container>
        <Flex direction="column" gap="6">
          <ModelList />
          <UnmanagedPanel />
        </Flex>
      </Container>
    </>
  );
}

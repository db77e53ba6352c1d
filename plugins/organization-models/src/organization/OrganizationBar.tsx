import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../translation';
import { useOrganization } from './OrganizationContext';
import { organizationName } from './organizationName';

/** Says for which organization the page speaks, where one was chosen. */
export function OrganizationBar() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { organization, choose } = useOrganization();
  if (!organization || !choose) {
    return null;
  }
  return (
    <Flex align="center" gap="2">
      <Text color="secondary">
        {t('organization.current', { name: organizationName(organization) })}
      </Text>
      <Button size="small" variant="tertiary" onPress={() => choose(undefined)}>
        {t('organization.change')}
      </Button>
    </Flex>
  );
}

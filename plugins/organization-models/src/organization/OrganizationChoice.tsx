import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Select, Text } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../translation';
import { organizationName } from './organizationName';

/** Asks a member of several organizations which one is meant. */
export function OrganizationChoice(props: {
  choices: string[];
  onChoose: (organization: string) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { choices, onChoose } = props;
  return (
    <Flex direction="column" gap="4" style={{ maxWidth: '28rem' }}>
      <Text as="p">{t('organization.several')}</Text>
      <Select
        label={t('organization.label')}
        placeholder={t('organization.choose')}
        options={choices.map(id => ({ id, label: organizationName(id) }))}
        onChange={key => onChoose(String(key))}
      />
    </Flex>
  );
}

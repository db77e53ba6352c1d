import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { organizationModelsTranslationRef } from '../../translation';

/** Says that the entity has outlived its model. */
export function GoneNotice() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return <Text color="secondary">{t('entity.gone')}</Text>;
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex } from '@backstage/ui';
import type { ApiFailure } from '../../api/toApiFailure';
import { OrganizationChoice } from '../../organization/OrganizationChoice';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';

/**
 * Shows why a call failed in the API's own words, with its code and hint.
 * Where the API asks for an organization, this asks the user.
 */
export function FailureNotice(props: {
  failure: ApiFailure;
  retry?: () => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { failure, retry } = props;
  const { organization, choose } = useOrganization();
  if (failure.choices && choose) {
    return <OrganizationChoice choices={failure.choices} onChoose={choose} />;
  }
  const isOtherChoice = failure.status === 403 && organization && choose;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={failure.message || t('failure.unknown')}
      description={<FailureDetails failure={failure} />}
      customActions={
        <Flex gap="2">
          {isOtherChoice && (
            <Button variant="secondary" onPress={() => choose(undefined)}>
              {t('organization.other')}
            </Button>
          )}
          {retry && (
            <Button variant="secondary" onPress={retry}>
              {t('failure.retry')}
            </Button>
          )}
        </Flex>
      }
    />
  );
}

function FailureDetails({ failure }: { failure: ApiFailure }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const hint =
    failure.hint ??
    (failure.status === undefined ? t('failure.noAnswer') : undefined);
  return (
    <Flex direction="column" gap="1">
      {hint && <span>{hint}</span>}
      {failure.code && <span>{t('failure.code', { code: failure.code })}</span>}
    </Flex>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { stringify } from 'yaml';
import { useModelManifests } from '../../hooks/useModelManifests';
import { organizationModelsTranslationRef } from '../../translation';
import { CopyButton } from '../CopyButton/CopyButton';
import { LiveContent } from '../LiveContent/LiveContent';
import styles from './ModelPage.module.css';

/** The Kubernetes objects that are applied, as one would write them. */
export function ManifestsTab({ modelId }: { modelId: string }) {
  const manifests = useModelManifests(modelId);
  return (
    <LiveContent live={manifests}>
      {data => <Manifests yaml={data.manifests.map(toYaml).join('---\n')} />}
    </LiveContent>
  );
}

function toYaml(manifest: Record<string, unknown>): string {
  return stringify(manifest, { aliasDuplicateObjects: false });
}

function Manifests({ yaml }: { yaml: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Flex direction="column" gap="2">
      <Flex align="center" justify="between">
        <Text color="secondary">{t('model.manifests.description')}</Text>
        <CopyButton text={yaml} label={t('model.manifests.copy')} />
      </Flex>
      <pre
        className={styles.manifests}
        role="region"
        aria-label={t('model.tab.manifests')}
        // A scrolling region must be reachable by keyboard
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {yaml}
      </pre>
    </Flex>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsTranslationRef } from '../../translation';
import { CopyButton } from '../CopyButton/CopyButton';
import { Panel } from '../Panel/Panel';
import styles from './AccessTab.module.css';
import { buildSnippets, LANGUAGES } from './buildSnippets';

/** The first call, ready to be taken over. */
export function SnippetsPanel(props: { model: Model; baseUrl: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, baseUrl } = props;
  const snippets = buildSnippets(model, baseUrl);
  return (
    <Panel title={t('access.snippets.title')}>
      <Flex direction="column" gap="3">
        <Text as="p" color="secondary">
          {t('access.snippets.help')}
        </Text>
        <Flex align="center" gap="1">
          <code className={styles.mono}>{baseUrl}</code>
          <CopyButton text={baseUrl} label={t('access.snippets.copyUrl')} />
        </Flex>
        <Tabs>
          <TabList aria-label={t('access.snippets.languages')}>
            {LANGUAGES.map(language => (
              <Tab key={language} id={language}>
                {t(`access.snippets.${language}`)}
              </Tab>
            ))}
          </TabList>
          {LANGUAGES.map(language => (
            <TabPanel key={language} id={language} className={styles.snippet}>
              <pre className={styles.code}>{snippets[language]}</pre>
              <CopyButton
                text={snippets[language]}
                label={t('access.snippets.copy')}
              />
            </TabPanel>
          ))}
        </Tabs>
      </Flex>
    </Panel>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { lazy, Suspense, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import { organizationModelsTranslationRef } from '../../translation';
import { AccessTab } from '../AccessTab/AccessTab';
import { EventsTab } from './EventsTab';
import { HistoryTab } from './HistoryTab';
import { ManifestsTab } from './ManifestsTab';
import { Loading } from '../LiveContent/LiveContent';
import styles from './ModelPage.module.css';
import type { ChatMemory } from '../PlaygroundTab/useChat';
import { OverviewTab } from './OverviewTab';
import { PodsTab } from './PodsTab';

// What brings large libraries along is loaded when it is looked at
const PlaygroundTab = lazy(() =>
  import('../PlaygroundTab/PlaygroundTab').then(m => ({
    default: m.PlaygroundTab,
  })),
);
const MetricsTab = lazy(() =>
  import('../MetricsTab/MetricsTab').then(m => ({ default: m.MetricsTab })),
);
const LogsTab = lazy(() =>
  import('../LogsTab/LogsTab').then(m => ({ default: m.LogsTab })),
);

const TABS = [
  'overview',
  'playground',
  'logs',
  'metrics',
  'access',
  'pods',
  'events',
  'history',
  'manifests',
] as const;
type TabName = (typeof TABS)[number];

/** What there is to know, in parts; only the part in sight is asked for. */
export function ModelTabs(props: { model: Model; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const [parameters, setParameters] = useSearchParams();
  const memory = useRef<ChatMemory>({}).current;
  const chosen = TABS.find(tab => tab === parameters.get('tab')) ?? 'overview';
  const choose = (tab: TabName) =>
    setParameters(
      previous => {
        const next = new URLSearchParams(previous);
        next.set('tab', tab);
        return next;
      },
      { replace: true },
    );
  return (
    <Tabs
      selectedKey={chosen}
      onSelectionChange={key => choose(key as TabName)}
    >
      <TabList aria-label={t('model.parts')} className={styles.tabs}>
        {TABS.map(tab => (
          <Tab key={tab} id={tab}>
            {t(`model.tab.${tab}`)}
          </Tab>
        ))}
      </TabList>
      {TABS.map(tab => (
        <TabPanel key={tab} id={tab} className={styles.tabPanel}>
          <Suspense fallback={<Loading />}>
            <TabContent tab={tab} memory={memory} {...props} />
          </Suspense>
        </TabPanel>
      ))}
    </Tabs>
  );
}

function TabContent(props: {
  tab: TabName;
  model: Model;
  memory: ChatMemory;
  onChanged: () => void;
}) {
  const { tab, model, memory, onChanged } = props;
  switch (tab) {
    case 'playground':
      return <PlaygroundTab model={model} memory={memory} />;
    case 'logs':
      return <LogsTab model={model} />;
    case 'metrics':
      return <MetricsTab model={model} />;
    case 'access':
      return <AccessTab model={model} />;
    case 'pods':
      return <PodsTab modelId={model.id} />;
    case 'events':
      return <EventsTab modelId={model.id} />;
    case 'history':
      return <HistoryTab model={model} onChanged={onChanged} />;
    case 'manifests':
      return <ManifestsTab modelId={model.id} />;
    default:
      return <OverviewTab model={model} onChanged={onChanged} />;
  }
}

import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Select, Text } from '@backstage/ui';
import type {
  Model,
  ModelMetrics,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { LiveContent } from '../LiveContent/LiveContent';
import { Panel } from '../Panel/Panel';
import { MetricChart } from './MetricChart';
import {
  latestOf,
  METRIC_GROUPS,
  type MetricGroup,
  seriesOf,
} from './metricGroups';
import styles from './MetricsTab.module.css';
import { SeriesTable } from './SeriesTable';

/** How far back, and how far its points are apart. */
const RANGES = { '15m': '15s', '30m': '15s', '1h': '30s' } as const;
type Range = keyof typeof RANGES;

/** What the model does, as charts with their numbers beside. */
export function MetricsTab({ model }: { model: Model }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [range, setRange] = useState<Range>('30m');
  const metrics = useLiveQuery(
    signal =>
      api.getMetrics(
        model.id,
        { range, step: RANGES[range] },
        { organization, signal },
      ),
    {
      key: `metrics ${organization} ${model.id} ${range}`,
      keepsPrevious: true,
    },
  );
  return (
    <Flex direction="column" gap="4">
      <Select
        className={styles.range}
        label={t('metrics.range')}
        value={range}
        onChange={key => setRange(key as Range)}
        options={(Object.keys(RANGES) as Range[]).map(id => ({
          id,
          label: t(`metrics.ranges.${id}`),
        }))}
      />
      <LiveContent live={metrics}>
        {data => <Charts metrics={data} />}
      </LiveContent>
    </Flex>
  );
}

function Charts({ metrics }: { metrics: ModelMetrics }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <>
      <Text color="secondary">{t(`metrics.source.${metrics.source}`)}</Text>
      {metrics.fallback && <Text color="secondary">{metrics.fallback}</Text>}
      <div className={styles.charts}>
        {(Object.keys(METRIC_GROUPS) as MetricGroup[]).map(group => (
          <Group key={group} group={group} metrics={metrics} />
        ))}
      </div>
      {metrics.marks.length > 0 && <Marks marks={metrics.marks} />}
    </>
  );
}

/** What the upright lines of the charts are. */
function Marks({ marks }: Pick<ModelMetrics, 'marks'>) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <Panel title={t('metrics.marks')}>
      <ul aria-label={t('metrics.marks')} className={styles.marks}>
        {[...marks].reverse().map(({ time, message, generation }) => (
          <li key={`${time} ${message}`}>
            <Age at={time} /> {message}
            {generation !== undefined &&
              ` (${t('metrics.generation', {
                generation: String(generation),
              })})`}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Group(props: { group: MetricGroup; metrics: ModelMetrics }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { group, metrics } = props;
  const series = seriesOf(metrics, group);
  const measured = series.filter(one => latestOf(one) !== undefined);
  if (series.length === 0) {
    return null;
  }
  const missing = series.find(one => one.missing)?.missing;
  return (
    <Panel title={t(`metrics.group.${group}`)}>
      {measured.length > 0 ? (
        <Flex direction="column" gap="3">
          <MetricChart
            series={measured}
            from={Date.parse(metrics.from)}
            to={Date.parse(metrics.to)}
            marks={metrics.marks}
          />
          <SeriesTable label={t(`metrics.group.${group}`)} series={measured} />
        </Flex>
      ) : (
        <Text color="secondary">
          {t(`metrics.missing.${missing ?? 'NotScraped'}`)}
        </Text>
      )}
    </Panel>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { organizationModelsTranslationRef } from '../../translation';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { formatValue } from './formatValue';
import { latestOf, mostOf, nameOf, type Series } from './metricGroups';

/** The numbers of a chart: what is now, and the most that was. */
export function SeriesTable(props: { label: string; series: Series[] }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const show = (value: number | undefined, { unit }: Series) =>
    value === undefined ? '–' : formatValue(value, unit);
  return (
    <LabelledTable
      label={props.label}
      rows={props.series}
      rowId={nameOf}
      columns={[
        {
          id: 'name',
          label: t('metrics.series'),
          isRowHeader: true,
          cell: nameOf,
        },
        {
          id: 'now',
          label: t('metrics.now'),
          cell: one => show(latestOf(one), one),
        },
        {
          id: 'most',
          label: t('metrics.most'),
          cell: one => show(mostOf(one), one),
        },
      ]}
    />
  );
}

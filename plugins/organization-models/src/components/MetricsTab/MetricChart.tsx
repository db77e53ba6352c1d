import { DateTime } from 'luxon';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { MetricMark } from '@orgmodels/backstage-plugin-organization-models-common';
import { formatValue } from './formatValue';
import { nameOf, type Series, toMoments } from './metricGroups';
import styles from './MetricsTab.module.css';

const HEIGHT = 160;
const COLORS = ['#2e77d0', '#e0742b', '#5b9a4b', '#a259c4'];
const DASHES = [undefined, '6 3', '2 2', '8 3 2 3'];
const AXIS = { fill: 'var(--bui-fg-secondary)', fontSize: 11 };

const TOOLTIP = {
  backgroundColor: 'var(--bui-bg-app)',
  borderColor: 'var(--bui-border-1)',
  color: 'var(--bui-fg-primary)',
};

/**
 * Lines over time, with what was done to the model as upright ones; where nothing was measured there is a gap. They differ in
 * their dashes, too, and the table beside tells the numbers.
 *
 * @param from - milliseconds since 1970, as `to`
 */
export function MetricChart(props: {
  series: Series[];
  from: number;
  to: number;
  marks: MetricMark[];
}) {
  const { series, from, to, marks } = props;
  const [{ unit }] = series;
  return (
    <div className={styles.chart} aria-hidden>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart
          data={toMoments(series)}
          margin={{ right: 8, top: 4 }}
          // Nothing that is hidden may take the focus
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--bui-border-1)" vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={[from, to]}
            tickFormatter={toClock}
            tick={AXIS}
            stroke="var(--bui-border-2)"
          />
          <YAxis
            width={68}
            domain={[0, unit === 'ratio' ? 1 : 'auto']}
            tickFormatter={value => formatValue(value, unit)}
            tick={AXIS}
            stroke="var(--bui-border-2)"
          />
          <Tooltip
            contentStyle={TOOLTIP}
            labelFormatter={at => toClock(Number(at))}
            formatter={value => formatValue(Number(value), unit)}
          />
          {marks.map(({ time, kind, message }) => (
            <ReferenceLine
              key={`${time} ${message}`}
              x={Date.parse(time)}
              stroke="var(--bui-fg-secondary)"
              strokeDasharray={kind === 'deployment' ? undefined : '2 4'}
            />
          ))}
          {series.map((one, index) => (
            <Line
              key={nameOf(one)}
              dataKey={nameOf(one)}
              stroke={COLORS[index % COLORS.length]}
              strokeDasharray={DASHES[index % DASHES.length]}
              strokeWidth={2}
              dot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function toClock(at: number): string {
  return DateTime.fromMillis(at).toFormat('HH:mm:ss');
}

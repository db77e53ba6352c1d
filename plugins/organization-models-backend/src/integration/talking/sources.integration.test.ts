import type { MetricSeries } from '@orgmodels/backstage-plugin-organization-models-common';
import { startPrometheus } from '@orgmodels/dev-cluster';
import { vllmMetrics } from '../../domain/engines/vllm/vllmMetrics';
import { computeSeries } from '../../domain/metrics/computeSeries';
import { namesOf } from '../../domain/metrics/namesOf';
import type { Sample } from '../../domain/metrics/parseExposition';
import type { Scrape } from '../../domain/metrics/Scrape';
import { PrometheusClient } from '../../metrics/PrometheusClient';
import { readSeries } from '../../services/metrics/readSeries';

jest.setTimeout(60_000);

const MODEL = { namespace: 'models', name: 'steady' };
const EVERY_SECONDS = 15;
const SCRAPES = 61;
/** As of this one a pod has begun anew. */
const RESTART = 30;
const BOUNDS = ['0.1', '0.5', '1', '5', '+Inf'];
const REASONS = ['stop', 'length', 'abort', 'error'];

/** The series of a pod, and what each adds by a unit of load. */
const SERIES: Omit<Sample, 'value'>[] = [...namesOf(vllmMetrics)].flatMap(
  name => {
    if (name.endsWith('_bucket')) {
      return BOUNDS.map(le => ({ name, labels: { le } }));
    }
    return name === 'vllm:request_success_total'
      ? REASONS.map(finished_reason => ({ name, labels: { finished_reason } }))
      : [{ name, labels: {} }];
  },
);

/** What a pod says: load comes and goes, and one of them crashes. */
function readPod(pod: number, scrape: number): Sample[] {
  const begin = pod === 1 && scrape >= RESTART ? RESTART - 1 : -40;
  let load = 0;
  for (let step = begin + 1; step <= scrape; step++) {
    load += 20 + 15 * Math.sin(step / 3 + pod);
  }
  return SERIES.map(({ name, labels }, index) => {
    const bucket = BOUNDS.indexOf(labels.le) + 1;
    const isCounter = bucket > 0 || name.endsWith('_total');
    const value = isCounter
      ? load * (bucket || 1 + (index % 7))
      : 1 + (scrape % 5) / 10;
    return { name, labels, value: Number(value.toFixed(6)) };
  });
}

// Given the same samples, both have to come to the same: what they make of
// loads and moments that differ is nobody's fault
describe('metrics by Prometheus and by scrapes', () => {
  it('are the same of the same samples, over bursts and crashes', async () => {
    const now = Math.floor(Date.now() / 1000);
    const begin = now - (SCRAPES - 1) * EVERY_SECONDS;
    const scrapes: Scrape[] = [];
    // A series at a time, as the format wants it
    const series = new Map<string, string[]>();
    for (let index = 0; index < SCRAPES; index++) {
      const seconds = begin + index * EVERY_SECONDS;
      const pods = { a: readPod(0, index), b: readPod(1, index) };
      scrapes.push({
        ...{ at: seconds * 1000, pods, readyReplicas: 2, wantedReplicas: 2 },
      });
      for (const [pod, samples] of Object.entries(pods)) {
        for (const sample of samples) {
          const name = nameOf(sample, pod);
          const before = series.get(name) ?? [];
          series.set(name, [...before, `${name} ${sample.value} ${seconds}`]);
        }
      }
    }
    const prometheus = await startPrometheus({
      past: [...[...series.values()].flat(), '# EOF', ''].join('\n'),
    });
    const client = new PrometheusClient({
      url: prometheus.url,
      headers: {},
      labels: {},
      ca: undefined,
    });
    try {
      // Between scrapes, so that none is at the border of a window
      const to = (now - 7) * 1000;
      for (const stepMs of [30_000, 120_000]) {
        const grid = { from: to - 600_000, to, stepMs };
        const asked = await readSeries(MODEL, {
          ...{ prometheus: client, engine: vllmMetrics, grid },
        });
        const scraped = computeSeries(scrapes, { engine: vllmMetrics, grid });
        expect(compare(scraped, asked)).toEqual({
          differing: [],
          compared: 22,
        });
      }
    } finally {
      await client.close();
      await prometheus.stop();
    }
  });
});

function nameOf({ name, labels }: Sample, pod: string): string {
  const all = {
    namespace: MODEL.namespace,
    model_aibrix_ai_name: MODEL.name,
    pod,
    ...labels,
  };
  const text = Object.entries(all).map(([key, of]) => `${key}="${of}"`);
  return `${name}{${text}}`;
}

/** Series of engines, point by point. */
function compare(scraped: MetricSeries[], asked: MetricSeries[]) {
  const differing: unknown[] = [];
  let compared = 0;
  for (const { metric, labels, points } of scraped) {
    const other = asked.find(
      one =>
        one.metric === metric &&
        JSON.stringify(one.labels) === JSON.stringify(labels),
    );
    const values = (points ?? []).map(({ value }) => value);
    const others = (other?.points ?? []).map(({ value }) => value);
    if (values.length === 0 || metric.startsWith('replicas')) {
      continue;
    }
    compared++;
    if (
      values.length !== others.length ||
      values.some((value, index) => !isAlike(value, others[index]))
    ) {
      differing.push({ metric, labels, values, others });
    }
  }
  return { differing, compared };
}

function isAlike(one: number | null, other: number | null): boolean {
  return one === null || other === null
    ? one === other
    : Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other));
}

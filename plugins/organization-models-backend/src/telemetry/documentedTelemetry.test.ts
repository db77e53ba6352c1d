import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metrics } from '@opentelemetry/api';
import { observeGauges, startTelemetry } from './startTelemetry';

const checkout = path.resolve(__dirname, '../../../..');
const read = (file: string) => readFileSync(path.join(checkout, file), 'utf8');
const OPERATIONS = read('docs/operations.md');
const RULES = read(
  'charts/organization-models/templates/monitoring/prometheusrule.yaml',
);
const DASHBOARD = read('charts/organization-models/files/dashboard.json');

/** Of the tables of the document, what stands first in a row. */
function listRows(pattern: RegExp): string[] {
  return [...OPERATIONS.matchAll(/^\| `([^`]+)`\s*\|/gm)]
    .map(([, name]) => name)
    .filter(name => pattern.test(name))
    .sort();
}

/** The names of all that is measured. */
function listInstruments(): string[] {
  const names: string[] = [];
  const create = (name: string) => {
    names.push(name);
    return { addCallback: () => {} };
  };
  metrics.setGlobalMeterProvider({
    getMeter: () =>
      ({
        createCounter: create,
        createUpDownCounter: create,
        createHistogram: create,
        createObservableGauge: create,
      } as never),
  });
  startTelemetry();
  observeGauges({} as never, {} as never);
  metrics.disable();
  return names.sort();
}

describe('docs/operations.md', () => {
  it('has the metrics that there are', () => {
    expect(listRows(/^organization_models\./)).toEqual(listInstruments());
  });

  it('says of each alert of the chart what to do', () => {
    const alerts = [...RULES.matchAll(/- alert: (\w+)/g)].map(
      ([, name]) => name,
    );
    expect(listRows(/^Models?[A-Z]/)).toEqual(alerts.sort());
  });

  it('has what alerts and dashboard ask for', () => {
    const known = listInstruments().map(name => name.replaceAll('.', '_'));
    const asked = [RULES, DASHBOARD].flatMap(text => [
      ...new Set(text.match(/organization_models_[a-z_]+/g)),
    ]);
    const unknown = asked.filter(
      name => !known.includes(name.replace(/_(total|count|bucket)$/, '')),
    );
    expect([asked.length > 5, unknown]).toEqual([true, []]);
  });
});

import { type Attributes, metrics } from '@opentelemetry/api';
import { useMeter } from '../__testUtils__/useMeter';
import { observeGauges, startTelemetry } from './startTelemetry';

type Seen = [name: string, value: number, attributes: Attributes | undefined];

describe('telemetry', () => {
  const seen: Seen[] = [];
  const callbacks: [string, Function][] = [];

  beforeEach(() => {
    useMeter({
      measured: (...measured) => seen.push(measured as Seen),
      observed: (...observed) => callbacks.push(observed),
    });
  });

  afterEach(() => {
    seen.length = callbacks.length = 0;
    metrics.disable();
  });

  it('counts passes, requests to clusters and to models', () => {
    const telemetry = startTelemetry();
    telemetry.onPass('retry', 2);
    telemetry.onClusterRequest('eu', 'PATCH', '409');
    const onEnd = telemetry.onInference('chat/completions');
    expect(seen.at(-1)).toEqual([
      'organization_models.inference.open',
      1,
      undefined,
    ]);
    onEnd(
      'left',
      { promptTokens: 3, completionTokens: 5 },
      { request: 0.004, answer: 0.001 },
    );
    const number = expect.any(Number);
    expect(seen).toEqual([
      ['organization_models.pass.duration', 2, { result: 'retry' }],
      [
        'organization_models.cluster.requests',
        1,
        { cluster: 'eu', verb: 'PATCH', code: '409' },
      ],
      ['organization_models.inference.open', 1, undefined],
      ['organization_models.inference.open', -1, undefined],
      [
        'organization_models.inference.duration',
        number,
        { call: 'chat/completions', outcome: 'left' },
      ],
      [
        'organization_models.inference.added_latency',
        0.004,
        { call: 'chat/completions', part: 'request' },
      ],
      [
        'organization_models.inference.added_latency',
        0.001,
        { call: 'chat/completions', part: 'answer' },
      ],
      ['organization_models.inference.tokens', 3, { kind: 'prompt' }],
      ['organization_models.inference.tokens', 5, { kind: 'completion' }],
    ]);
  });

  it('reads the database when it is collected, and says what cannot be read', async () => {
    const warnings: string[] = [];
    observeGauges(
      {
        countDue: async () => {
          throw new Error('away');
        },
        readOldestChange: async () => '2026-01-01T00:00:00.000Z',
        countByStatus: async () => [
          { status: 'ready', organization: 'acme', models: 4 },
        ],
        countByReason: async () => [{ code: 'ImagePull', models: 2 }],
        readPlaces: async () => [
          { cluster: 'eu', namespace: 'models', name: 'qwen3-8b' },
        ],
        readWatchedAt: async () => [
          { cluster: 'eu', watchedAt: '2026-01-01T00:00:05.000Z' },
        ],
      },
      {
        readQuotaShares: async () => [
          { organization: 'acme', resource: 'gpus', share: 0.75 },
        ],
        logger: { warn: message => warnings.push(message) },
        now: () => Date.UTC(2026, 0, 1, 0, 0, 7),
      },
    );
    expect(warnings).toEqual([]);
    for (const [name, callback] of callbacks) {
      await callback({
        observe: (value: number, attributes?: Attributes) =>
          seen.push([name, value, attributes]),
      });
    }
    expect(seen).toEqual([
      ['organization_models.queue.oldest_change', 7, undefined],
      [
        'organization_models.models',
        4,
        { status: 'ready', organization: 'acme' },
      ],
      ['organization_models.reasons', 2, { code: 'ImagePull' }],
      ['organization_models.watch.age', 2, { cluster: 'eu' }],
      [
        'organization_models.quota.share',
        0.75,
        { organization: 'acme', resource: 'gpus' },
      ],
      [
        'organization_models.model.info',
        1,
        { cluster: 'eu', model_namespace: 'models', model_name: 'qwen3-8b' },
      ],
    ]);
    expect(warnings).toEqual([
      'organization_models.queue.due cannot be read: Error: away',
    ]);
  });
});

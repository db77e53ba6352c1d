import { mockServices } from '@backstage/backend-test-utils';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import {
  aContainer,
  ago,
  anObservedModel,
  aReadyPod,
  NOW,
} from '../domain/__testUtils__/observedFacts';
import type { ModelStart } from '../domain/facts/ModelStart';
import type { PodFacts } from '../domain/facts/ObservedModel';
import { StartKeeper } from './StartKeeper';

const MODEL = buildStoredModel({
  id: 'mdl_1',
  spec: { huggingface_id: 'a/b' },
});
const { signal } = new AbortController();

// ago(100) is when the container began to run
const LOG = [
  `${ago(
    90,
  )} INFO 11-23 13:26:45 [gpu_model_runner.py:1] Starting to load model a/b...`,
  `${ago(
    40,
  )} INFO 11-23 13:27:45 [default_loader.py:1] Loading weights took 50.00 seconds`,
  `${ago(
    30,
  )} INFO 11-23 13:27:50 [kv_cache_utils.py:1] GPU KV cache size: 11,648 tokens`,
];

async function keep(pod: Partial<PodFacts>, log: () => Promise<string[]>) {
  const saved: ModelStart[] = [];
  const keeper = new StartKeeper({
    starts: {
      has: async uid => uid === 'known',
      save: async start => void saved.push(start),
    },
    readBeginning: log,
    now: () => NOW,
    logger: mockServices.logger.mock(),
  });
  const observed = anObservedModel({
    pods: [
      aReadyPod({
        uid: 'new',
        createdAt: ago(130),
        scheduledAt: ago(120),
        readySince: ago(20),
        containers: [aContainer({ ready: true, runningSince: ago(100) })],
        ...pod,
      }),
    ],
  });
  keeper.keep(MODEL, observed, signal);
  keeper.keep(MODEL, observed, signal);
  await keeper.settle();
  return saved;
}

describe('StartKeeper', () => {
  it('keeps once how long each phase took, those in the log included', async () => {
    const read = jest.fn(async () => LOG);
    expect(await keep({ gpus: { type: 'L4', count: 2 } }, read)).toEqual([
      {
        podUid: 'new',
        modelId: 'mdl_1',
        generation: 1,
        cluster: 'test',
        image: MODEL.resolved.image,
        source: 'a/b',
        hardware: '2 × L4',
        readyAt: ago(20),
        milestones: {
          weights: new Date(ago(40)).toISOString(),
          kv_cache: new Date(ago(30)).toISOString(),
        },
        seconds: {
          queued: 0,
          scheduled: 10,
          image_pulled: 20,
          engine_up: 0,
          weights: 60,
          kv_cache: 10,
          ready: 10,
        },
      },
    ]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('keeps what is known where the log cannot be read', async () => {
    const read = () => Promise.reject(new Error('away'));
    expect(await keep({}, read)).toMatchObject([
      { milestones: {}, seconds: { engine_up: 0, ready: 80 } },
    ]);
  });

  it.each<[string, Partial<PodFacts>]>([
    ['is not ready', { ready: false }],
    ['was kept by another process', { uid: 'known' }],
    ['has been ready for long', { readySince: ago(1200) }],
    [
      'crashed on its way',
      { containers: [aContainer({ ready: true, restarts: 1 })] },
    ],
  ])('keeps nothing of a pod that %s', async (_, pod) => {
    expect(await keep(pod, async () => LOG)).toEqual([]);
  });
});

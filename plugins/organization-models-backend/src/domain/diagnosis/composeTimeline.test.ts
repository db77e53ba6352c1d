import { vllmRuntime } from '../engines/vllm/vllmRuntime';
import {
  aContainer,
  ago,
  anEvent,
  anObservedModel,
  aPod,
  aReadyPod,
} from '../__testUtils__/observedFacts';
import { composeTimeline } from './composeTimeline';

const options = { logs: [], engine: vllmRuntime };

function summaryOf(...args: Parameters<typeof composeTimeline>) {
  return composeTimeline(...args).map(
    ({ phase, state, seconds }) => `${phase} ${state} ${seconds ?? '-'}`,
  );
}

describe('composeTimeline', () => {
  it('is empty without pods', () => {
    expect(composeTimeline(anObservedModel(), options)).toEqual([]);
  });

  it('tells how long each phase of a start took', () => {
    const pods = [
      aReadyPod({
        createdAt: ago(300),
        scheduledAt: ago(290),
        readySince: ago(60),
      }),
    ];
    const events = [
      anEvent('Pulled', 'Successfully pulled image', { firstAt: ago(241) }),
    ];
    expect(summaryOf(anObservedModel({ pods, events }), options)).toEqual([
      'queued done -',
      'scheduled done 10',
      'image_pulled done 49',
      'engine_up done 1',
      'weights done -',
      'compiled done -',
      'kv_cache done -',
      'ready done 180',
    ]);
  });

  it('tells where a start is', () => {
    const pods = [aPod({ scheduledAt: ago(290), containers: [aContainer()] })];
    expect(summaryOf(anObservedModel({ pods }), options)).toEqual([
      'queued done -',
      'scheduled done 10',
      'image_pulled current -',
      'engine_up pending -',
      'weights pending -',
      'compiled pending -',
      'kv_cache pending -',
      'ready pending -',
    ]);
  });

  it('tells how far an engine came that ended', () => {
    const ending = { exitCode: 1, startedAt: ago(200), finishedAt: ago(100) };
    const pods = [
      aPod({
        scheduledAt: ago(290),
        containers: [aContainer({ terminated: ending })],
      }),
    ];
    const logs = [
      {
        generation: 1,
        pod: pods[0].name,
        container: 'vllm',
        endedAt: ago(100),
        exitCode: 1,
        lines: [
          '(Worker pid=7) INFO 01-02 03:04:05 [loader.py:1] Loading weights took 3.2 seconds',
        ],
      },
    ];
    expect(
      summaryOf(anObservedModel({ pods }), { ...options, logs }).slice(3, 6),
    ).toEqual(['engine_up done 0', 'weights done -', 'compiled current -']);
  });
});

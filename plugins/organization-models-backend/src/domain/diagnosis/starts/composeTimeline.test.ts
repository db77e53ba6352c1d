import { vllmRuntime } from '../../engines/vllm/vllmRuntime';
import {
  aContainer,
  ago,
  anEvent,
  anObservedModel,
  aPod,
  aReadyPod,
} from '../../__testUtils__/observedFacts';
import { expectStart } from './expectStart';
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
      'queued done 0',
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
      'queued done 0',
      'scheduled done 10',
      'image_pulled current -',
    ]);
  });

  it('tells how long each phase usually takes, and the rest of the way', () => {
    const pods = [
      aPod({
        uid: 'u',
        scheduledAt: ago(290),
        containers: [aContainer({ runningSince: ago(240) })],
      }),
    ];
    const seconds = { scheduled: 2, weights: 180, kv_cache: 20, ready: 40 };
    const expectation = expectStart(
      { podUid: 'u', image: 'i', source: 's', hardware: 'CPU' },
      [
        {
          ...{ podUid: 'then', image: 'i', source: 's', hardware: 'CPU' },
          ...{ modelId: 'm', generation: 1, cluster: 'c', readyAt: ago(9000) },
          ...{ milestones: {}, seconds },
        },
      ],
    );
    const timeline = composeTimeline(anObservedModel({ pods }), {
      ...options,
      expectation,
    });
    expect(timeline[0]).toMatchObject({
      phase: 'queued',
      until_ready_seconds: { median: 242, p90: 242 },
    });
    expect(timeline[1]).toMatchObject({
      phase: 'scheduled',
      expected_seconds: { median: 2, p90: 2 },
    });
    expect(timeline[1]).not.toHaveProperty('until_ready_seconds');
    expect(timeline.at(-1)).toMatchObject({
      phase: 'weights',
      state: 'current',
      expected_seconds: { median: 180, p90: 180 },
      until_ready_seconds: { median: 240, p90: 240 },
    });
  });

  it('ends with the first token, and knows times that the log told', () => {
    const pods = [
      aReadyPod({
        uid: 'u',
        createdAt: ago(300),
        readySince: ago(60),
        containers: [aContainer({ runningSince: ago(240) })],
      }),
    ];
    const proof = {
      ...{ generation: 1, pod: 'qwen', result: 'answered' as const },
      ...{ askedAt: ago(59), answeredAt: ago(57), secondsToFirstToken: 0.8 },
    };
    const start = { podUid: 'u', milestones: { weights: ago(100) } };
    const summary = summaryOf(anObservedModel({ pods }), {
      ...options,
      proof,
      start,
    });
    expect(summary.slice(-5)).toEqual([
      'weights done 140',
      'compiled done -',
      'kv_cache done -',
      'ready done 40',
      'answered done 0.8',
    ]);
    expect(
      summaryOf(anObservedModel({ pods }), {
        ...options,
        proof: { ...proof, result: 'silent', seconds: 120 },
        start: { ...start, podUid: 'other' },
      }).slice(-1),
    ).toEqual(['ready done 180']);
  });

  it('tells from when to when, also of a phase whose end nobody saw', () => {
    const pods = [
      aReadyPod({
        createdAt: ago(300),
        scheduledAt: ago(290),
        readySince: ago(60),
      }),
    ];
    const timeline = composeTimeline(anObservedModel({ pods }), options);
    const [queued, scheduled] = timeline;
    expect(queued).toMatchObject({
      started_at: ago(300),
      ended_at: ago(300),
    });
    expect(scheduled).toEqual({
      phase: 'scheduled',
      state: 'done',
      started_at: ago(300),
      ended_at: ago(290),
      seconds: 10,
    });
    const engineUp = timeline.find(({ phase }) => phase === 'engine_up')!;
    expect(timeline.find(({ phase }) => phase === 'weights')).toEqual({
      phase: 'weights',
      state: 'done',
      started_at: engineUp.ended_at,
    });
    expect(timeline.at(-1)).toMatchObject({
      phase: 'ready',
      started_at: engineUp.ended_at,
      ended_at: ago(60),
    });
  });

  it('goes by no log that is by another clock than the cluster', () => {
    const pods = [
      aReadyPod({
        uid: 'u',
        createdAt: ago(300),
        scheduledAt: ago(290),
        readySince: ago(60),
        containers: [aContainer({ runningSince: ago(240) })],
      }),
    ];
    const start = { podUid: 'u', milestones: { weights: ago(7300) } };
    expect(
      summaryOf(anObservedModel({ pods }), { ...options, start }).slice(-4),
    ).toEqual([
      'weights done -',
      'compiled done -',
      'kv_cache done -',
      'ready done 180',
    ]);
  });

  it('never ends a phase before it began', () => {
    const pods = [aPod({ createdAt: ago(10), scheduledAt: ago(11) })];
    expect(composeTimeline(anObservedModel({ pods }), options)[1]).toEqual({
      phase: 'scheduled',
      state: 'done',
      started_at: ago(11),
      ended_at: ago(11),
      seconds: 0,
    });
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

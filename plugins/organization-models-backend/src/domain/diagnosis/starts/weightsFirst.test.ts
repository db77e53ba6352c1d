import { vllmRuntime } from '../../engines/vllm/vllmRuntime';
import {
  aContainer,
  ago,
  anObservedModel,
  aPod,
  NOW,
} from '../../__testUtils__/observedFacts';
import type { ContainerFacts } from '../../facts/ObservedModel';
import { composeTimeline } from './composeTimeline';
import { diagnose } from '../diagnose';

describe('the diagnosis of a pod that gets its files first', () => {
  const seen = (weights: Partial<ContainerFacts>) =>
    anObservedModel({
      pods: [
        aPod({
          name: 'pod',
          scheduledAt: ago(290),
          initContainers: [aContainer({ name: 'weights', ...weights })],
          containers: [aContainer({ waiting: { reason: 'PodInitializing' } })],
        }),
      ],
    });
  const RUNNING = seen({ runningSince: ago(100) });
  const PROGRESS = 'weights: 8.1 of 16.4 GB (49 %), 81 MB/s';

  it.each([
    [['weights: a/b at c: 12 files, 16.4 GB', PROGRESS], /49 %/],
    [[PROGRESS, 'weights: ConnectTimeout: timed out', 'other'], /ConnectTimeo/],
    [[], /^The files of the model are downloaded\.$/],
  ])('tells how far it is, or what keeps it: %j', (lines, words) => {
    expect(diagnose(RUNNING, { now: NOW, logLines: { pod: lines } })).toEqual([
      expect.objectContaining({
        code: 'DownloadingWeights',
        severity: 'progress',
        message: expect.stringMatching(words),
      }),
    ]);
  });

  it.each([
    ['OSError: [Errno 28] No space left on device: 16 GB', 'DiskFull'],
    ['httpx.ConnectError: [Errno 111] Connection refused', 'HubUnreachable'],
    ['SomethingError: nobody knows', 'DownloadFailed'],
    ['', 'DownloadFailed'],
  ])('is certain after all tries: %s', (line, code) => {
    const terminated = {
      exitCode: 1,
      startedAt: ago(300),
      finishedAt: ago(10),
      message: `weights: again in 60 s\nTraceback (most recent call last):\n  File "<string>", line 1\n${line}`,
    };
    expect(diagnose(seen({ terminated }), { now: NOW })).toEqual([
      expect.objectContaining({ code, severity: 'failure' }),
    ]);
  });

  it('is no failure where somebody ended it on its way', () => {
    const terminated = { exitCode: 143, finishedAt: ago(10) };
    expect(diagnose(seen({ terminated }), { now: NOW })).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
  });

  it('has a phase of its own, with its progress', () => {
    const timelineOf = (observed: ReturnType<typeof seen>) =>
      composeTimeline(observed, {
        logs: [],
        engine: vllmRuntime,
        progress: '49 %',
      });
    expect(timelineOf(RUNNING).at(-1)).toMatchObject({
      phase: 'downloaded',
      state: 'current',
      message: '49 %',
    });
    const terminated = {
      exitCode: 0,
      startedAt: ago(100),
      finishedAt: ago(40),
    };
    const done = timelineOf(seen({ terminated }));
    expect(done.slice(-2)).toEqual([
      expect.objectContaining({
        phase: 'downloaded',
        state: 'done',
        seconds: 60,
      }),
      expect.objectContaining({ phase: 'engine_up', state: 'current' }),
    ]);
  });
});

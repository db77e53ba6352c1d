import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from '../../domain/diagnosis/diagnose';
import type { RawObject } from '../connection/RawObject';
import { readCapture } from './readCapture';

const FIXTURES = path.join(
  __dirname,
  '../../domain/diagnosis/__fixtures__/kubelet',
);

function findingsOf(name: string) {
  const text = readFileSync(path.join(FIXTURES, `${name}.json`), 'utf8');
  const { observed, ...options } = readCapture(JSON.parse(text));
  return diagnose(observed, options);
}

describe('readCapture', () => {
  // pods as a real kubelet reported them
  it.each([
    ['crash-loop', 'failure GpuOutOfMemory', 'CUDA out of memory'],
    [
      'gpu-too-many',
      'waiting InsufficientGpu',
      '1 Insufficient nvidia.com/gpu',
    ],
    ['image-not-found', 'failure ImageNotFound', 'v9.9.9: not found'],
    ['image-rate-limited', 'failure ImageRateLimited', '429 Too Many Requests'],
    ['liveness-probe-fails', 'warning LivenessFailed', 'failed liveness probe'],
    ['missing-secret-env', 'failure SecretMissing', 'secret "hf" not found'],
    ['oom-killed', 'failure OutOfMemory', 'OOMKilled'],
  ])('lets %s be diagnosed', (name, expected, proof) => {
    const findings = findingsOf(name);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
      [expected],
    );
    const texts = findings[0].evidence.map(({ text }) => text).join('\n');
    expect(texts).toContain(proof);
  });

  it('finds nothing in a good start', () => {
    expect(findingsOf('ready')).toEqual([]);
  });

  it('reads what no pod was made of', () => {
    const message =
      'pods "a" is forbidden: violates PodSecurity "restricted:latest": x';
    const metadata = { name: 'qwen', uid: '1' };
    const { observed, ...options } = readCapture({
      pod: null,
      others: [
        {
          kind: 'Deployment',
          metadata,
          status: {
            conditions: [{ type: 'ReplicaFailure', status: 'True', message }],
          },
        },
        { kind: 'PersistentVolumeClaim', metadata, status: { phase: 'Lost' } },
      ] as unknown as RawObject[],
    });
    expect(diagnose(observed, options).map(({ code }) => code)).toEqual([
      'PodSecurity',
      'ClaimLost',
    ]);
  });

  it('knows a pull that hangs by how long it was watched', () => {
    const text = readFileSync(path.join(FIXTURES, 'ready.json'), 'utf8');
    const capture = JSON.parse(text);
    capture.pod.status.conditions = [];
    capture.pod.status.containerStatuses[0] = {
      name: 'vllm',
      image: 'a',
      state: { waiting: { reason: 'ContainerCreating' } },
    };
    capture.events = capture.events
      .filter(({ reason }: any) => reason === 'Pulled')
      .map((event: any) => ({ ...event, reason: 'Pulling' }));
    const codesAfter = (seconds: number) => {
      const { observed, ...options } = readCapture({ ...capture, seconds });
      return diagnose(observed, options).map(({ code }) => code);
    };
    expect(codesAfter(20)).toEqual(['PullingImage']);
    expect(codesAfter(200)).toEqual(['ImageSlow']);
  });
});

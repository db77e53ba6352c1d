import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from '../../domain/diagnosis/diagnose';
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
});

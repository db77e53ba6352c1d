import type { StoredSpec } from '../facts/ResolvedModel';
import { findSpecRuntime } from './specRuntime';

const SERVER = 'python3 -m sglang.launch_server --model-path a/b';

describe('findSpecRuntime', () => {
  it.each<[StoredSpec['deployment_config'], string]>([
    [undefined, 'vllm'],
    [{ image: 'acme.io/any:1' }, 'vllm'],
    [{ image: 'vllm/vllm-openai:v0.32.0' }, 'vllm'],
    [{ image: 'lmsysorg/sglang:v0.5.18-cu130' }, 'sglang'],
    [{ image: 'docker.io/lmsysorg/sglang:latest' }, 'sglang'],
    [{ image: 'harbor.acme.io/mirror/sglang:v0.5.18' }, 'sglang'],
    [{ image: 'rocm/sgl-dev:v0.5.2-rocm700-mi30x' }, 'sglang'],
    [{ image: 'lmsysorg/sglang:v0.5.18', runtime: 'vllm' }, 'vllm'],
    [{ image: 'acme.io/any:1', command: SERVER.split(' ') }, 'sglang'],
    [{ image: 'acme.io/any:1', command: ['bash', '-c', SERVER] }, 'sglang'],
    [
      { image: 'lmsysorg/sglang:latest', command: ['vllm', 'serve', 'a/b'] },
      'vllm',
    ],
    [{ image: 'lmsysorg/sglang:latest', command: ['/start.sh'] }, 'sglang'],
  ])('of %j is %s', (deployment_config, name) => {
    expect(findSpecRuntime({ deployment_config }).name).toBe(name);
  });
});

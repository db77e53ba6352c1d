import { findLostWord } from './findLostWord';

describe('findLostWord', () => {
  it.each([
    [['sh', '-c', 'exec "$@"', 'vllm', 'serve', 'm'], 3],
    [['sh', '-c', 'ulimit -n 9; exec "${@}"', 'vllm', 'serve', 'm'], 3],
    [['bash', '-lc', 'vllm serve "$@"', 'Qwen/Qwen3-8B', '--x'], 3],
    [['bash', '-lc', 'vllm serve m $*', '--port', '8000'], 3],
    [['bash', '-lc', 'vllm serve "$@"', '/models/qwen'], 3],
    [['sh', '-c', 'exec "$0" "$@"', 'vllm', 'serve', 'm'], undefined],
    [['sh', '-c', 'exec "$@"', '--', 'vllm', 'serve', 'm'], undefined],
    [['sh', '-c', 'exec "$@"', '/bin/sh', 'vllm', 'serve'], undefined],
    [['sh', '-c', 'vllm serve "$@"', 'start', 'm'], undefined],
    [['sh', '-c', 'vllm serve m', 'Qwen/Qwen3-8B'], undefined],
    [['vllm', 'serve', 'm'], undefined],
  ])('of %j is %s', (words, lost) => {
    expect(findLostWord(words)).toBe(lost);
  });
});

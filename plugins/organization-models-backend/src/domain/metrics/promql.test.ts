import { podPattern, quote, toMatchers } from './promql';

describe('toMatchers', () => {
  it.each<[Record<string, string | string[]>, string]>([
    [{ namespace: 'a', name: 'b' }, 'namespace="a",name="b"'],
    [{ name: '"} or up{x="' }, 'name="\\"} or up{x=\\""'],
    [{ name: '\\"\n' }, 'name="\\\\\\"\\n"'],
    [{ name: ['a.b', '.*|"'] }, 'name=~"a\\\\.b|\\\\.\\\\*\\\\|\\""'],
  ])('writes %j', (labels, expected) => {
    expect(toMatchers(labels)).toBe(expected);
  });
});

describe('podPattern', () => {
  const long = 'a'.repeat(63);
  it.each<[string, string, boolean]>([
    ['qwen', 'qwen-7c5ddbdf54-x2x4q', true],
    ['qwen', 'qwen-8b-7c5ddbdf54-x2x4q', false],
    ['qwen', 'my-qwen-7c5ddbdf54-x2x4q', false],
    ['a.b', 'aXb-7c5ddbdf54-x2x4q', false],
    [long, `${long.slice(0, 58)}x2x4q`, true],
    [long.slice(0, 50), `${long.slice(0, 50)}-7c5ddbdx2x4q`, true],
  ])('of %s has %s: %s', (name, pod, isOwn) => {
    // Prometheus anchors patterns
    expect(new RegExp(`^(?:${podPattern(name)})$`).test(pod)).toBe(isOwn);
    expect(quote(name)).toBe(`"${name}"`);
  });
});

import { toEngineBody } from './toEngineBody';

describe('toEngineBody', () => {
  it.each([
    ['completions', {}, 1],
    ['completions', { n: 2 }, 2],
    ['completions', { n: null }, 1],
    ['completions', { n: 'many' }, 1],
    ['chat/completions', { n: 2 }, Infinity],
    ['messages', {}, Infinity],
  ] as const)(
    'knows whose answers those of %s with %j are',
    (call, asked, n) => {
      const fields = { model: 'qwen', stream: true, ...asked };
      const raw = Buffer.from(JSON.stringify(fields));
      const { answersPerPrompt } = toEngineBody(
        { raw, fields },
        { call, servedName: 'qwen' },
      );
      expect(answersPerPrompt).toBe(n);
    },
  );
});

import type { Request } from 'express';
import type { ModelApiError } from '../../services/errors';
import {
  isDryRun,
  parseIdempotencyKey,
  parseIfMatch,
} from './parseModelRequest';

function requestWith(options: {
  query?: Record<string, unknown>;
  headers?: Record<string, string>;
}): Request {
  const { query = {}, headers = {} } = options;
  return {
    query,
    header: (name: string) => headers[name],
  } as unknown as Request;
}

function problemsOf(read: () => unknown) {
  try {
    read();
    return [];
  } catch (error) {
    return (error as ModelApiError).details as { field: string }[];
  }
}

describe('isDryRun', () => {
  it.each<[Record<string, unknown>, boolean]>([
    [{}, false],
    [{ dry_run: 'false' }, false],
    [{ dry_run: 'true' }, true],
  ])('reads %j', (query, expected) => {
    expect(isDryRun(requestWith({ query }))).toBe(expected);
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ dry_run: '' }, ['dry_run']],
    [{ dry_run: '1' }, ['dry_run']],
    [{ dry_run: ['true', 'true'] }, ['dry_run']],
    [{ dryRun: 'true' }, ['dryRun']],
    [{ dry_run: 'yes', force: 'true' }, ['dry_run', 'force']],
  ])('refuses %j, since it would not be dry', (query, fields) => {
    const problems = problemsOf(() => isDryRun(requestWith({ query })));
    expect(problems.map(({ field }) => field).sort()).toEqual(fields);
  });
});

describe('parseIfMatch', () => {
  const read = (value?: string) =>
    parseIfMatch(
      requestWith({
        headers: value === undefined ? {} : { 'if-match': value },
      }),
    );

  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['*', undefined],
    ['"3"', 3],
    [' "12" ', 12],
    ['W/"3"', 3],
  ])('reads %p', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  it.each(['3', '', '"x"', 'W/3', '"1", "2"', '"-1"'])('refuses %p', value => {
    expect(problemsOf(() => read(value))).toEqual([
      {
        field: 'If-Match',
        message: 'must be the ETag of the model, such as "3"',
      },
    ]);
  });
});

describe('parseIdempotencyKey', () => {
  const read = (value?: string) =>
    parseIdempotencyKey(
      requestWith({
        headers: value === undefined ? {} : { 'idempotency-key': value },
      }),
    );

  it.each([undefined, 'a', 'x'.repeat(255), '8f14e45f-ceea-467a-9f5b'])(
    'takes %p',
    value => {
      expect(read(value)).toBe(value);
    },
  );

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('refuses %p', value => {
    expect(problemsOf(() => read(value))).toEqual([
      {
        field: 'Idempotency-Key',
        message: expect.stringContaining('1 to 255'),
      },
    ]);
  });

  it('refuses a token, which would be stored', () => {
    expect(problemsOf(() => read('hf_abcdefghijkl'))).toEqual([
      {
        field: 'Idempotency-Key',
        message: expect.stringContaining('looks like a token'),
      },
    ]);
  });
});

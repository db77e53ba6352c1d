import fc from 'fast-check';

/** What injections, broken parsers and broken counters are made of. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  'a\r\nX-Injected: yes',
  'a\nkind: Secret\n---\n',
  '\u001b[31mred',
  '\u009b31m',
  '\u2028',
  '\u202eevil',
  'half \ud83d',
  'ﬀ'.repeat(70),
  "' OR 1=1; DROP TABLE models; --",
  '%',
  '_%_',
  '\\',
  '%00',
  '%2e%2e%2f',
  '../../../etc/passwd',
  '..',
  '/',
  'mdl_',
  '{{ 7 * 7 }}',
  '${jndi:ldap://example.com/x}',
  '$(reboot)',
  '`reboot`',
  '"}]}',
  '*',
  '!!js/function "x"',
  '&a [*a, *a]',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(400),
  'https://169.254.169.254/latest/meta-data',
  'https://me:password@huggingface.co/a/b',
  'https://huggingface.co/../../a/b',
  'file:///etc/passwd',
  'a'.repeat(20_000),
];

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
);

/** An own property, as JSON makes it. */
const POLLUTION = JSON.parse(
  '{"__proto__": {"is_public": true}, "constructor": {"prototype": {"x": 1}}}',
);

const DEEP = Array.from({ length: 1_000 }).reduce<object>(
  inner => ({ deployment_config: inner }),
  {},
);

/** Of any type, size and depth. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      0.1,
      1e308,
      Number.MAX_SAFE_INTEGER + 1,
      [],
      {},
      [[]],
      DEEP,
      POLLUTION,
      { length: 1e9 },
      Array(5_000).fill(0),
      Array(2_000).fill({ name: 'A', value: 'x' }),
      Object.fromEntries(
        Array.from({ length: 3_000 }, (_, index) => [`key-${index}\n`, 1]),
      ),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(hostileText, hostileText, { maxKeys: 4 }),
  },
);

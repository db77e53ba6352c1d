import type { z } from 'zod';

const NOUNS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What each kind of value is counted in. */
const UNITS: Record<string, [string, string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

/**
 * Zod's issues in words that say what to write instead. No value is echoed,
 * since it may be a secret.
 *
 * @remarks Handed to every parse; what a schema says itself goes before it.
 */
export const explainIssue: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${NOUNS[issue.expected] ?? issue.expected}${insteadOf(
        issue.input,
      )}`;
    case 'invalid_value':
      return `must be ${
        issue.values.length > 1 ? 'one of ' : ''
      }${issue.values.join(', ')}`;
    case 'too_small':
      return explainTooSmall(issue);
    case 'too_big':
      return explainTooBig(issue);
    case 'invalid_key':
      return `is not a valid key: it ${
        issue.issues[0]?.message ?? 'has the wrong form'
      }`;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a URL' : 'has the wrong form';
    default:
      return 'is not valid';
  }
};

function insteadOf(input: unknown): string {
  return input === null ? ', not null: leave it out for the default' : '';
}

function explainTooSmall({
  origin,
  minimum,
  inclusive,
}: Omit<z.core.$ZodIssueTooSmall, 'path' | 'message'>): string {
  if (!UNITS[origin]) {
    return `must be ${inclusive ? 'at least' : 'above'} ${minimum}`;
  }
  return Number(minimum) === 1
    ? 'must not be empty'
    : `must have at least ${counted(minimum, origin)}`;
}

function explainTooBig({
  origin,
  maximum,
  inclusive,
}: Omit<z.core.$ZodIssueTooBig, 'path' | 'message'>): string {
  return UNITS[origin]
    ? `must have at most ${counted(maximum, origin)}`
    : `must be ${inclusive ? 'at most' : 'below'} ${maximum}`;
}

function counted(count: number | bigint, origin: string): string {
  const [one, many] = UNITS[origin];
  return `${count} ${Number(count) === 1 ? one : many}`;
}

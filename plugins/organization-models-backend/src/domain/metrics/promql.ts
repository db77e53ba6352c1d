/** Label matchers of a selector: a value is exact, several are alternatives. */
export function toMatchers(labels: Record<string, string | string[]>): string {
  return Object.entries(labels)
    .map(([name, value]) =>
      typeof value === 'string'
        ? `${name}=${quote(value)}`
        : `${name}=~${quote(value.map(escapePattern).join('|'))}`,
    )
    .join(',');
}

/** A string of PromQL, which no value breaks out of. */
export function quote(value: string): string {
  const escaped = value.replace(
    /[\\"\n]/g,
    sign => ESCAPES[sign as keyof typeof ESCAPES],
  );
  return `"${escaped}"`;
}

const ESCAPES = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

/** What is meant literally in a pattern. */
export function escapePattern(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Of pods' names there are 63 characters, the last 5 of which are drawn. */
const LONGEST_BASE = 58;
const LONGEST_HASH = 10;

/** The names of a Deployment's pods, and of no pods of another one. */
export function podPattern(deployment: string): string {
  const name = escapePattern(deployment.slice(0, LONGEST_BASE));
  if (deployment.length + LONGEST_HASH + 2 <= LONGEST_BASE) {
    return `${name}-[a-z0-9]{1,10}-[a-z0-9]{5}`;
  }
  // Such a name is cut: of the hash there is a part, or nothing
  return `${name}-?[a-z0-9]*-?[a-z0-9]{5}`;
}

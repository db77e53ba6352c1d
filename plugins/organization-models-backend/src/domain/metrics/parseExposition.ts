/** One series of a scrape. */
export type Sample = {
  name: string;
  labels: Record<string, string>;
  value: number;
};

const LINE =
  /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES: Record<string, string> = {
  '\\n': '\n',
  '\\"': '"',
  '\\\\': '\\',
};

/**
 * Reads Prometheus' text format; what is not of it is left out.
 *
 * @param wanted - names of series that are kept
 */
export function parseExposition(
  text: string,
  wanted: ReadonlySet<string>,
): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name !== undefined && wanted.has(name)) {
      samples.push({
        name,
        labels: parseLabels(labels),
        value: toNumber(value),
      });
    }
  }
  return samples.filter(({ value }) => !Number.isNaN(value));
}

function parseLabels(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(LABEL)].map(([, name, value]) => [
      name,
      value.replace(/\\[n"\\]/g, escape => ESCAPES[escape]),
    ]),
  );
}

function toNumber(text: string): number {
  const infinity = /^([+-]?)Inf$/i.exec(text);
  return infinity ? Number(`${infinity[1]}Infinity`) : Number(text);
}

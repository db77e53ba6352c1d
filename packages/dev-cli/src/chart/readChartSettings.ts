import { isMap, isScalar, parseDocument, type Pair, type YAMLMap } from 'yaml';
import type { ChartSetting } from './ChartSetting';

/**
 * Reads a chart's values.yaml: `# --` begins a setting's description, `@enum` lists what it may be, `@free` says that
 * a map may have other keys than its defaults, as an empty map may always, `@fraction` that a number needs not be whole,
 * `@items` what an empty list may hold, `@texts` that a map holds texts alone.
 *
 * @throws Error for a setting without a description
 */
export function readChartSettings(valuesYaml: string): ChartSetting[] {
  const { contents } = parseDocument(valuesYaml);
  if (!isMap(contents)) {
    throw new Error('values.yaml has no map at its top');
  }
  return readMap(contents, []);
}

function readMap(map: YAMLMap, above: string[]): ChartSetting[] {
  // The comment of a map's first key is the map's own
  return map.items.map((pair, index) =>
    readPair(pair, {
      above,
      mapComment: index === 0 ? map.commentBefore : undefined,
    }),
  );
}

function readPair(
  { key, value }: Pair,
  { above, mapComment }: { above: string[]; mapComment?: string | null },
): ChartSetting {
  if (!isScalar(key)) {
    throw new Error(`A key below ${above.join('.')} is no text`);
  }
  const path = [...above, String(key.value)];
  const comment = readComment(key.commentBefore ?? mapComment ?? '');
  const isGroup = isMap(value) && value.items.length > 0 && !comment.free;
  if (!isGroup && !comment.description) {
    throw new Error(`${path.join('.')} of values.yaml has no description`);
  }
  return {
    path,
    description: comment.description,
    choices: comment.choices,
    isFraction: comment.isFraction,
    items: comment.items,
    holdsTexts: comment.holdsTexts,
    default: toJson(value),
    children: isGroup ? readMap(value, path) : undefined,
  };
}

function readComment(comment: string) {
  const text = comment
    .split('\n')
    .map(line => line.trim())
    .join(' ');
  const at = text.lastIndexOf('-- ');
  const [description, ...tags] =
    at < 0 ? [] : text.slice(at + 3).split(/ @(?=[a-z])/);
  const words = (tag: string) =>
    tags
      .find(each => each.startsWith(`${tag} `))
      ?.slice(tag.length)
      .split(',')
      .map(word => word.trim());
  return {
    description: description?.trim(),
    choices: words('enum'),
    items: words('items'),
    free: tags.includes('free'),
    isFraction: tags.includes('fraction'),
    holdsTexts: tags.includes('texts'),
  };
}

function toJson(value: unknown): unknown {
  return (value as { toJSON?: () => unknown } | null)?.toJSON?.() ?? undefined;
}

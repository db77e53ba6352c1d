import type { ChartSetting } from './ChartSetting';

type Schema = Record<string, unknown>;

/**
 * The JSON schema of a chart's values, as Helm and editors look at it.
 *
 * @remarks It lets unknown keys pass: Helm's message about them names no other, so that a template of the chart
 * refuses them with the key that was probably meant.
 */
export function buildValuesSchema(settings: ChartSetting[]): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment:
      'Made from values.yaml. Unknown keys are refused by templates/_unknownKeys.tpl, which names the one that was meant.',
    ...buildMapSchema(settings),
  };
}

function buildMapSchema(settings: ChartSetting[]): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      settings.map(setting => [setting.path.at(-1), buildSchema(setting)]),
    ),
  };
}

function buildSchema(setting: ChartSetting): Schema {
  const { description, choices, children } = setting;
  return {
    ...(description ? { description } : {}),
    ...(children ? buildMapSchema(children) : buildType(setting)),
    ...(choices ? { enum: choices } : {}),
    ...(children ? {} : { default: setting.default }),
  };
}

function buildType(setting: ChartSetting): Schema {
  const { path, isFraction, holdsTexts, items, default: value } = setting;
  // Helm's --set makes a text of 0.5
  if (isFraction) {
    return { type: ['number', 'string'], pattern: '^\\d+(\\.\\d+)?$' };
  }
  // An unescaped dot of --set makes a map, which would become a strange text
  if (holdsTexts) {
    const type = ['string', 'number', 'boolean', 'null'];
    return { type: 'object', additionalProperties: { type } };
  }
  if (Array.isArray(value)) {
    const type = items ?? typeOf(path, value[0]);
    return { type: 'array', items: { type } };
  }
  return { type: typeOf(path, value) };
}

function typeOf(path: string[], value: unknown): string {
  switch (typeof value) {
    case 'number':
      return 'integer';
    case 'string':
    case 'boolean':
    case 'object':
      return typeof value;
    default:
      throw new Error(`${path.join('.')} of values.yaml has no default`);
  }
}

import { buildKnownKeys } from './buildKnownKeys';
import { buildSettingsTable } from './buildSettingsTable';
import { buildValuesSchema } from './buildValuesSchema';
import { readChartSettings } from './readChartSettings';

const VALUES = `# About the file

# -- A name.
name: ''
portal:
  # -- How many. @enum 1, 2
  replicas: 2
  # -- Anything goes. @free
  resources: { cpu: 1 }
  # -- Labels. @free @texts
  labels: { a: b }
  # -- Hosts, or more. @items string, object
  hosts: []
# -- Seconds. @fraction
seconds: 2
# -- Args, with | in them.
args:
  - a
`;

describe('readChartSettings', () => {
  const settings = readChartSettings(VALUES);

  it('tells groups from maps of anything, which null empties', () => {
    expect(buildKnownKeys(settings)).toEqual({
      name: [''],
      portal: { replicas: [2], resources: [{}], labels: [{}], hosts: [[]] },
      seconds: [2],
      args: [['a']],
    });
  });

  it('makes a schema of defaults and choices', () => {
    expect(buildValuesSchema(settings).properties).toEqual({
      name: { description: 'A name.', type: 'string', default: '' },
      portal: {
        type: 'object',
        properties: {
          replicas: {
            description: 'How many.',
            type: 'integer',
            enum: ['1', '2'],
            default: 2,
          },
          resources: {
            description: 'Anything goes.',
            type: 'object',
            default: { cpu: 1 },
          },
          labels: {
            description: 'Labels.',
            type: 'object',
            additionalProperties: {
              type: ['string', 'number', 'boolean', 'null'],
            },
            default: { a: 'b' },
          },
          hosts: {
            description: 'Hosts, or more.',
            type: 'array',
            items: { type: ['string', 'object'] },
            default: [],
          },
        },
      },
      seconds: {
        description: 'Seconds.',
        type: ['number', 'string'],
        pattern: '^\\d+(\\.\\d+)?$',
        default: 2,
      },
      args: {
        description: 'Args, with | in them.',
        type: 'array',
        items: { type: 'string' },
        default: ['a'],
      },
    });
  });

  it('makes a table whose cells hold together', () => {
    expect(buildSettingsTable(settings).split('\n')).toContain(
      '| `args` | `["a"]` | Args, with \\| in them. |',
    );
  });

  it('refuses a setting that nothing is said about', () => {
    expect(() => readChartSettings('a:\n  b: 1\n')).toThrow(
      'a.b of values.yaml has no description',
    );
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validate } from '@readme/openapi-parser';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { exampleBodies } from '../schema/__fixtures__/exampleBodies';
import { modelSpec } from '../schema/modelSpec';
import { buildOpenApiDocument } from './buildOpenApiDocument';
import { ERROR_CODES } from './errorCodes';

const document = JSON.parse(JSON.stringify(buildOpenApiDocument()));

function compile(component: string) {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'openapi');
  return ajv.compile({ $ref: `openapi#/components/schemas/${component}` });
}

/** A pattern that ends, and repeats nothing without end, is a bound as well. */
const hasBound = ({ maxLength, pattern, enum: values }: any) =>
  maxLength !== undefined ||
  values !== undefined ||
  (pattern?.endsWith('$') &&
    !/[*+]|\{\d+,\}/.test(pattern.replace(/\\./g, '')));

/** The paths of strings, lists and maps without an end. */
function findUnbounded(schema: any, place: string): string[] {
  if (typeof schema !== 'object' || schema === null) {
    return [];
  }
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    return findUnbounded(document.components.schemas[name], place);
  }
  const { type, maxItems, maxProperties, additionalProperties } = schema;
  const isMap = type === 'object' && additionalProperties !== false;
  const own =
    (type === 'string' && !hasBound(schema)) ||
    (type === 'array' && maxItems === undefined) ||
    (isMap && maxProperties === undefined);
  return [
    ...(own ? [place] : []),
    ...Object.entries(schema).flatMap(([key, child]) =>
      findUnbounded(child, `${place}.${key}`),
    ),
  ];
}

describe('buildOpenApiDocument', () => {
  it('makes a valid document', async () => {
    const result = await validate(structuredClone(document));
    expect(result).toMatchObject({ valid: true, warnings: [] });
  });

  it('is what openapi.json has: yarn build:openapi writes it', () => {
    const file = path.resolve(__dirname, '../../openapi.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(document);
  });

  it('names every operation, once, and every refusal with its codes', () => {
    const operations = Object.values(document.paths).flatMap((item: any) =>
      Object.values(item),
    ) as any[];
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const text = JSON.stringify(document.paths);
    for (const code of Object.keys(ERROR_CODES)) {
      expect(text).toContain(`/${code}Answer`);
    }
    for (const { operationId, responses } of operations) {
      const limited = operationId === 'getOrganizations' ? [] : ['429'];
      expect(Object.keys(responses)).toEqual(
        expect.arrayContaining(['400', '401', '403', ...limited]),
      );
    }
  });

  it('bounds everything that is asked with', () => {
    const asked = Object.entries<any>(document.paths).flatMap(([route, item]) =>
      Object.entries<any>(item).flatMap(([verb, operation]) => [
        ...findUnbounded(operation.requestBody ?? {}, `${verb} ${route} body`),
        ...(operation.parameters ?? []).flatMap(({ name, schema }: any) =>
          findUnbounded(schema, `${verb} ${route} ${name}`),
        ),
      ]),
    );
    expect(asked).toEqual([]);
  });

  it('serves where it is told to', () => {
    const { servers } = buildOpenApiDocument({ servers: ['/models'] });
    expect(servers).toEqual([{ url: '/models' }]);
  });

  describe('of the body of POST', () => {
    const isValid = compile('ModelCreation');

    it.each<[string, unknown]>([
      ...Object.entries(exampleBodies),
      [
        'null at every depth',
        {
          name: 'm',
          model_type: 'chat',
          description: null,
          requirements: { gpu: { min_vram: null } },
          deployment_config: { command: null, autoscaling_config: null },
        },
      ],
    ])('allows a body with %s', (_, body) => {
      expect({ valid: isValid(body), errors: isValid.errors }).toEqual({
        valid: true,
        errors: null,
      });
    });

    it.each<[string, unknown]>([
      ['no name', { model_type: 'chat' }],
      ['an unknown field', { name: 'm', model_type: 'chat', nam: 'x' }],
      ['a name that is too long', { name: 'm'.repeat(41), model_type: 'chat' }],
      [
        'too many GPUs',
        { name: 'm', model_type: 'chat', deployment_config: { gpu_count: 65 } },
      ],
      [
        'text that is no number',
        {
          name: 'm',
          model_type: 'chat',
          deployment_config: { gpu_count: 'two' },
        },
      ],
      ['no name but null', { name: null, model_type: 'chat' }],
      ['a type that is none', { name: 'm', model_type: 'talk' }],
    ])('forbids %s', (_, body) => {
      expect(isValid(body)).toBe(false);
    });

    it('has the bound of every field that has one', () => {
      const { properties } = document.components.schemas.ModelCreation;
      expect(Object.keys(properties).sort()).toEqual(
        [...Object.keys(modelSpec.shape), 'plan_hash', 'on_failure'].sort(),
      );
      expect(properties.tags.anyOf).toEqual([
        expect.objectContaining({
          maxItems: 20,
          items: expect.objectContaining({ maxLength: 63 }),
        }),
        { type: 'null' },
      ]);
    });
  });

  describe('of the body of PUT', () => {
    const isValid = compile('ModelUpdate');

    it.each<[string, unknown]>([
      ['nothing', {}],
      ['one field', { display_name: 'x' }],
      [
        'null at every depth',
        {
          description: null,
          requirements: { gpu: { min_vram: null } },
          deployment_config: {
            autoscaling_config: null,
            node_selector: { zone: null },
          },
        },
      ],
      [
        'what GET shows',
        {
          id: 'mdl_x',
          status: 'running',
          replicas: { desired: 1 },
          deployment_config: { has_hugging_face_token: true },
        },
      ],
      ['the hash of a plan', { plan_hash: 'x' }],
    ])('allows %s', (_, body) => {
      expect({ valid: isValid(body), errors: isValid.errors }).toEqual({
        valid: true,
        errors: null,
      });
    });

    it.each<[string, unknown]>([
      ['an unknown field', { nam: 'x' }],
      ['a wrong value', { tags: 'x' }],
    ])('forbids %s', (_, body) => {
      expect(isValid(body)).toBe(false);
    });
  });

  it('leaves answers open for what later versions add, and bodies closed', () => {
    const { schemas } = document.components;
    expect(schemas.Model.additionalProperties).toBeUndefined();
    expect(schemas.ModelCreation.additionalProperties).toBe(false);
  });
});

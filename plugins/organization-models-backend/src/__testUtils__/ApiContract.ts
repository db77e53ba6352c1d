import type { OpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { closeObjects } from './closeObjects';
import { type DocumentedOperation, listOperations } from './listOperations';

/** A request and its answer, as they were on the wire. */
export type Exchange = {
  method: string;
  /** With its query, without the mount. */
  path: string;
  headers: Record<string, string | undefined>;
  body?: unknown;
  answer: {
    status: number;
    headers: Record<string, string | undefined>;
    body?: unknown;
  };
};

type Schema = Record<string, unknown>;

/**
 * Holds what goes over the wire against the OpenAPI document: answers always,
 * with every field that it does not know as a mistake; requests where they
 * succeeded. It remembers what it has seen.
 */
export class ApiContract {
  readonly operations: DocumentedOperation[];
  readonly #document: any;
  readonly #ajv = addFormats(
    new Ajv2020({ strict: false, allErrors: true, coerceTypes: false }),
  );
  readonly #compiled = new Map<Schema, ValidateFunction>();
  readonly #seen = new Set<string>();

  constructor(document: OpenApiDocument) {
    this.#document = closeObjects(document);
    this.operations = listOperations(this.#document);
    this.#ajv.addSchema(this.#document, 'openapi');
  }

  /** @throws an error with everything that is not as it is described */
  check(exchange: Exchange): void {
    const operation = this.#operationOf(exchange);
    const { answer } = exchange;
    const response = operation.responses[answer.status];
    const problems = response
      ? [
          ...this.#ofAnswer(response, answer),
          ...(answer.status < 300 ? this.#ofRequest(operation, exchange) : []),
        ]
      : [`the status ${answer.status} is not described`];
    if (problems.length > 0) {
      throw new Error(
        [
          `${exchange.method} ${exchange.path} is not as it is described:`,
          ...problems,
          JSON.stringify(answer.body, undefined, 1)?.slice(0, 4_000),
        ].join('\n'),
      );
    }
    this.#remember(operation, answer);
  }

  /** What is described and was not seen: operation, status and code. */
  listUnseen(): string[] {
    return this.operations
      .flatMap(operation => operation.outcomes)
      .filter(outcome => !this.#seen.has(outcome));
  }

  #operationOf({ method, path }: Exchange): DocumentedOperation {
    const pathname = path.split('?')[0] || '/';
    const found = this.operations.find(
      operation =>
        operation.method === method && operation.pattern.test(pathname),
    );
    if (!found) {
      throw new Error(`${method} ${pathname} is not described`);
    }
    return found;
  }

  #ofAnswer(response: any, { headers, body }: Exchange['answer']): string[] {
    const schema = response.content?.['application/json']?.schema;
    const described = Object.entries<any>(response.headers ?? {});
    return [
      ...(schema ? this.#validate(schema, body, 'the answer') : []),
      ...described.flatMap(([name, header]) => {
        const value = headers[name.toLowerCase()];
        if (value === undefined) {
          return header.required ? [`the header ${name} is missing`] : [];
        }
        return this.#validate(header.schema, value, `the header ${name}`);
      }),
    ];
  }

  #ofRequest(operation: DocumentedOperation, exchange: Exchange): string[] {
    const query = new URLSearchParams(exchange.path.split('?')[1]);
    const known = operation.parameters.filter(
      ({ in: place }) => place === 'query',
    );
    const unknown = [...query.keys()].filter(
      name => !known.some(parameter => parameter.name === name),
    );
    return [
      ...unknown.map(name => `the parameter ${name} is not described`),
      ...known.flatMap(({ name, schema }) =>
        query.has(name)
          ? this.#validate(schema, toValue(schema, query.getAll(name)), name)
          : [],
      ),
      ...operation.parameters
        .filter(({ in: place }) => place === 'header')
        .flatMap(({ name, schema }) => {
          const value = exchange.headers[name.toLowerCase()];
          return value === undefined ? [] : this.#validate(schema, value, name);
        }),
      ...(operation.body
        ? this.#validate(operation.body, exchange.body, 'the body')
        : []),
    ];
  }

  #validate(schema: Schema, value: unknown, name: string): string[] {
    const isValid = this.#compile(schema);
    return isValid(value)
      ? []
      : (isValid.errors ?? []).map(
          ({ instancePath, message, params }) =>
            `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
        );
  }

  #compile(schema: Schema): ValidateFunction {
    const known = this.#compiled.get(schema);
    if (known) {
      return known;
    }
    const absolute = JSON.parse(
      JSON.stringify(schema).replaceAll(
        '"#/components/',
        '"openapi#/components/',
      ),
    );
    const compiled = this.#ajv.compile(absolute);
    this.#compiled.set(schema, compiled);
    return compiled;
  }

  #remember(operation: DocumentedOperation, answer: Exchange['answer']): void {
    const { code } = (answer.body as any)?.error ?? {};
    const outcome = `${operation.name} ${answer.status}`;
    this.#seen.add(code ? `${outcome} ${code}` : outcome);
  }
}

function toValue(schema: Schema, values: string[]): unknown {
  if (schema.type === 'array') {
    return values;
  }
  return schema.type === 'integer' ? Number(values[0]) : values[0];
}

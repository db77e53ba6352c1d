type Parameter = { in: string; name: string; schema: Record<string, unknown> };

/** An operation of an OpenAPI document, laid out for tests. */
export type DocumentedOperation = {
  /** As in `PUT /{id}`. */
  name: string;
  method: string;
  template: string;
  pattern: RegExp;
  parameters: Parameter[];
  body?: Record<string, unknown>;
  responses: Record<string, any>;
  /** As in `PUT /{id} 409 PlanOutdated`, or `GET /{id} 200`. */
  outcomes: string[];
};

/** The operations of a document; paths without parameters come first. */
export function listOperations(document: any): DocumentedOperation[] {
  const operations = Object.entries<any>(document.paths).flatMap(
    ([template, item]) =>
      Object.entries<any>(item).map(([verb, operation]) =>
        toOperation(document, { template, verb, operation }),
      ),
  );
  return operations.sort(
    (a, b) => a.template.split('{').length - b.template.split('{').length,
  );
}

function toOperation(
  document: any,
  {
    template,
    verb,
    operation,
  }: { template: string; verb: string; operation: any },
): DocumentedOperation {
  const method = verb.toUpperCase();
  const name = `${method} ${template}`;
  const { responses, parameters = [], requestBody } = operation;
  return {
    name,
    method,
    template,
    pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`),
    parameters,
    body: requestBody?.content['application/json'].schema,
    responses,
    outcomes: Object.entries<any>(responses).flatMap(([status, response]) =>
      codesOf(document, response).map(code =>
        [name, status, code].filter(Boolean).join(' '),
      ),
    ),
  };
}

/** The codes of a refusal; `undefined` for an answer that has none. */
function codesOf(document: any, response: any): (string | undefined)[] {
  const schema = response.content?.['application/json']?.schema ?? {};
  const schemas: any[] = schema.anyOf ?? [schema];
  const codes = schemas.map(part => {
    const component = part.$ref?.split('/').at(-1);
    const found = component ? document.components.schemas[component] : part;
    return found.properties?.error?.properties?.code?.const;
  });
  return [...new Set(codes)];
}

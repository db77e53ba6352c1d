import { ResponseError } from '@backstage/errors';
import type { Model, Plan } from '../types';
import type { CallOptions } from './calls';

/** How one call is made, beside its method and path. */
export type Call = CallOptions & {
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string | undefined>;
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Sends calls of the REST API and reads what is answered; knows no call. */
export class ApiCaller {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetch: typeof fetch;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetch = options.fetchApi?.fetch ?? fetch;
  }

  /** @param path - of the API, made by `at` where it has names in it */
  async urlOf(path: string): Promise<string> {
    const base = await this.#discoveryApi.getBaseUrl('organization-models');
    return `${base}/v1/organization/models${path}`;
  }

  /** What is answered, from its JSON; nothing where there is none. */
  async call<T>(method: Method, path: string, call: Call = {}): Promise<T> {
    const response = await this.send(method, path, call);
    return response.status === 204 ? (undefined as T) : await response.json();
  }

  /** As `call`, of what answers with the model as it is then. */
  async toModel(method: Method, path: string, call?: Call): Promise<Model> {
    const { model } = await this.call<{ model: Model }>(method, path, call);
    return model;
  }

  /** What a call would do: nothing is done. */
  toPlan(method: Method, path: string, call?: Call): Promise<Plan> {
    return this.call(method, path, { ...call, query: { dry_run: true } });
  }

  /** @throws `ResponseError` when the answer is not a success */
  async send(
    method: Method,
    path: string,
    { token, organization, signal, query, body, headers }: Call = {},
  ): Promise<Response> {
    const response = await this.#fetch(
      `${await this.urlOf(path)}${toQuery(query)}`,
      {
        method,
        signal,
        headers: definedOf({
          'Content-Type': body === undefined ? undefined : 'application/json',
          Authorization: token && `Bearer ${token}`,
          'X-Organization': organization,
          ...headers,
        }),
        body: body === undefined ? undefined : JSON.stringify(body),
      },
    );
    if (!response.ok) {
      throw await toResponseError(response);
    }
    return response;
  }
}

/** The path of what a name stands for, and of parts beneath it. */
export function at(...names: string[]): string {
  return names.map(name => `/${encodeURIComponent(name)}`).join('');
}

function definedOf(headers: Record<string, string | undefined>) {
  const given = Object.entries(headers).filter(([, value]) => value);
  return Object.fromEntries(given) as Record<string, string>;
}

function toQuery(query: Record<string, unknown> = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) {
        parameters.append(key, String(item));
      }
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

// Errors in OpenAI's shape lack what Backstage's reader looks for: it would
// show the whole body as the message
async function toResponseError(response: Response): Promise<ResponseError> {
  const { status: statusCode, statusText, headers } = response;
  const body = await response.text();
  return ResponseError.fromResponse(
    new Response(withResponse(body, statusCode), {
      status: statusCode,
      statusText,
      headers,
    }),
  );
}

function withResponse(body: string, statusCode: number): string {
  try {
    const answer = JSON.parse(body);
    const isShort = answer?.error?.message && !answer.response;
    return isShort
      ? JSON.stringify({ ...answer, response: { statusCode } })
      : body;
  } catch {
    return body;
  }
}

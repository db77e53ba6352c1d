import { toHubRequestError, HubRequestError } from './HubRequestError';

export type FetchJsonOptions = {
  baseUrl: string;
  id: string;
  token?: string;
  /** Bytes after which an answer is not read on. */
  maxBytes: number;
  signal: AbortSignal;
};

const REDIRECTS = 3;

/**
 * Reads JSON from the hub: redirects only within its own host (to a model's
 * new name, to its cache), no more bytes than allowed, the token nowhere but in
 * the header.
 *
 * @remarks The global fetch honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY when
 * Node.js runs with NODE_USE_ENV_PROXY=1, as Backstage documents it.
 */
export async function fetchJson(
  path: string,
  options: FetchJsonOptions,
): Promise<unknown> {
  const { baseUrl, id, maxBytes, token } = options;
  const response = await follow(new URL(`${baseUrl}${path}`), options);
  const { host } = new URL(baseUrl);
  if (!response.ok) {
    await response.body?.cancel();
    throw toHubRequestError(response, { id, hasToken: Boolean(token), host });
  }
  const text = await readText(response, { maxBytes, host });
  try {
    return parsePythonJson(text);
  } catch {
    throw unavailable(
      `The model hub ${host} answered something else than JSON.`,
    );
  }
}

const TEXT_OR_NUMBER = /"(?:\\.|[^"\\])*"|-?\b(?:Infinity|NaN)\b/g;

// Python writes numbers that JSON does not have, such as the longest time step
// of Mamba
function parsePythonJson(text: string): unknown {
  return JSON.parse(
    text.replace(TEXT_OR_NUMBER, found =>
      found.startsWith('"') ? found : 'null',
    ),
  );
}

async function follow(
  url: URL,
  { token, signal }: FetchJsonOptions,
): Promise<Response> {
  let target = url;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    const response = await fetch(target, {
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || !location) {
      return response;
    }
    await response.body?.cancel();
    target = new URL(location, target);
    if (target.origin !== url.origin) {
      throw unavailable(`The model hub ${url.host} points to another host.`);
    }
  }
  throw unavailable(`The model hub ${url.host} redirects in circles.`);
}

async function readText(
  response: Response,
  { maxBytes, host }: { maxBytes: number; host: string },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw unavailable(`The model hub ${host} answered more than expected.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unavailable(message: string): HubRequestError {
  return new HubRequestError({ outcome: 'unavailable', message });
}

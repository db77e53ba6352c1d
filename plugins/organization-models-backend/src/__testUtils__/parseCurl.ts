import { parseArgs } from 'node:util';
import { parse } from 'shell-quote';

/** The request that a curl command would send. */
export type CurlRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
};

/**
 * Reads a curl command as a shell and curl would.
 *
 * @param env - the variables that it may use
 */
export function parseCurl(
  command: string,
  env: Record<string, string>,
): CurlRequest {
  const [, ...args] = parse(command.replace(/\\\n/g, ' '), env) as string[];
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      silent: { type: 'boolean', short: 's' },
      include: { type: 'boolean', short: 'i' },
      request: { type: 'string', short: 'X' },
      header: { type: 'string', short: 'H', multiple: true },
      json: { type: 'string' },
    },
  });
  const headers = (values.header ?? []).map(header =>
    header.split(/:\s*(.*)/s),
  );
  return {
    method: values.request ?? (values.json === undefined ? 'GET' : 'POST'),
    url: positionals[0],
    headers: {
      ...(values.json === undefined
        ? {}
        : { 'content-type': 'application/json' }),
      ...Object.fromEntries(
        headers.map(([name, value]) => [name.toLowerCase(), value]),
      ),
    },
    body: values.json,
  };
}

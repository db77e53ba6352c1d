import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterConnection } from '../cluster/connection/ClusterConnection';
import { connectTo } from './connectTo';

export type ScriptedRequest = {
  path: string;
  query: URLSearchParams;
  accept: string;
};

type Answer = (
  request: ScriptedRequest,
  response: ServerResponse,
) => object | undefined | void;

/**
 * In place of an API server where a test decides each answer: an object is sent
 * as JSON, nothing is the test's own to send.
 */
export class ScriptedApiServer {
  readonly requests: ScriptedRequest[] = [];
  readonly connection: ClusterConnection;

  private constructor(private readonly server: Server) {
    this.connection = connectTo(this.url);
  }

  static async start(answer: Answer): Promise<ScriptedApiServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const scripted = new ScriptedApiServer(server);
    server.on('request', (req, res) => scripted.#answer(answer, req, res));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await this.connection.close();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  #answer(answer: Answer, req: IncomingMessage, res: ServerResponse) {
    const { pathname, searchParams } = new URL(req.url!, this.url);
    const request = {
      path: pathname,
      query: searchParams,
      accept: req.headers.accept ?? '',
    };
    this.requests.push(request);
    const body = answer(request, res);
    if (body) {
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(body));
    }
  }
}

/** A refusal in the API server's own words. */
export function refuse(
  response: ServerResponse,
  {
    code,
    reason,
    message = reason,
  }: {
    code: number;
    reason: string;
    message?: string;
  },
): object {
  response.statusCode = code;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message,
  };
}

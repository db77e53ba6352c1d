import { setTimeout as delay } from 'node:timers/promises';
import {
  ApiType,
  Configuration,
  createConfiguration,
  KubeConfig,
  RequestContext,
  ResponseContext,
  ServerConfiguration,
  wrapHttpLibrary,
} from '@kubernetes/client-node';

type Dispatcher = NonNullable<ReturnType<RequestContext['getDispatcher']>>;

/**
 * A KubeConfig whose clients keep their connections, and wait while the API server opens its storage.
 *
 * @remarks
 * client-node 2.0 makes a new connection pool, and so a TLS handshake, for every request.
 */
export class ClusterKubeConfig extends KubeConfig {
  #dispatcher?: Dispatcher;

  override async applySecurityAuthentication(context: RequestContext) {
    await super.applySecurityAuthentication(context);
    this.#dispatcher ??= context.getDispatcher();
    if (this.#dispatcher) context.setDispatcher(this.#dispatcher);
  }

  override makeApiClient<T extends ApiType>(
    Api: new (config: Configuration) => T,
  ): T {
    const server = this.getCurrentCluster()?.server ?? '';
    return new Api(
      createConfiguration({
        baseServer: new ServerConfiguration(server, {}),
        authMethods: { default: this },
        httpApi: wrapHttpLibrary({ send: sendUnthrottled }),
      }),
    );
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
    this.#dispatcher = undefined;
  }
}

const plain = createConfiguration().httpApi;

/**
 * Sends again for two seconds while the answer is 429.
 *
 * @remarks
 * The first request for a custom resource after the API server's start is answered so. Its `Retry-After` says a
 * second; it is over sooner.
 */
async function sendUnthrottled(
  request: RequestContext,
): Promise<ResponseContext> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await plain.send(request).toPromise();
    if (response.httpStatusCode !== 429 || attempt === 20) return response;
    await delay(100, undefined, { signal: request.getSignal() });
  }
}

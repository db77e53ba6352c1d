import { KubeConfig } from '@kubernetes/client-node';
import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import https from 'node:https';
import { json } from 'node:stream/consumers';

/** Asks a cluster's API server for its Kubernetes version; rejects when it does not tell within five seconds. */
export async function requestClusterVersion(
  config: KubeConfig,
): Promise<string> {
  const options: https.RequestOptions = {
    signal: AbortSignal.timeout(5_000),
  };
  await config.applyToHTTPSOptions(options);
  const url = `${config.getCurrentCluster()?.server}/version`;
  const [response] = (await once(https.get(url, options), 'response')) as [
    IncomingMessage,
  ];
  const body: any = await json(response);
  if (response.statusCode !== 200) {
    throw new Error(body?.message ?? `it answers ${response.statusCode}`);
  }
  return body.gitVersion;
}

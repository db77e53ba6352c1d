import { V1Probe } from '@kubernetes/client-node';

/** What a kubelet says of a probe that failed; `undefined` when it passed. */
export type ProbeFailure = string | undefined;

/**
 * Asks once, by HTTP, where the engine of the pod listens on this machine.
 *
 * @param address - what the pod calls it, for the words
 */
export async function askProbe(
  { httpGet, timeoutSeconds = 1 }: V1Probe,
  { port, address }: { port: number; address: string },
): Promise<ProbeFailure> {
  const path = httpGet?.path ?? '/';
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      signal: AbortSignal.timeout(timeoutSeconds * 1_000),
    });
    await response.arrayBuffer();
    return response.status < 400
      ? undefined
      : `HTTP probe failed with statuscode: ${response.status}`;
  } catch (error) {
    const asked = `Get "http://${address}${path}":`;
    return (error as Error).name === 'TimeoutError'
      ? `${asked} context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
      : `${asked} dial tcp ${address}: connect: connection refused`;
  }
}

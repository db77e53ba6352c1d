import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { PodReach } from './PodReach';

const TIMEOUT_MS = 5_000;
/** vLLM writes some 60 kB; beyond this it is something else. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Implements what services need of clusters to read metrics. */
export class ScrapedPods {
  constructor(private readonly pods: Pick<PodReach, 'request'>) {}

  async read(
    place: { cluster: string; pod: PodFacts; port: number; path: string },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { cluster, pod, port, path } = place;
    const { namespace, name, uid, address } = pod;
    try {
      const { statusCode, body } = await this.pods.request(
        { cluster, namespace, name, uid, address, port },
        {
          method: 'GET',
          path,
          headers: { accept: 'text/plain' },
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        },
      );
      if (statusCode !== 200) {
        await body.dump();
        return undefined;
      }
      return await readBounded(body);
    } catch {
      // A pod that ends or starts is no trouble: its values are missing
      return undefined;
    }
  }
}

async function readBounded(
  body: AsyncIterable<Uint8Array>,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) {
      return undefined;
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

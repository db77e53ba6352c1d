import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import { TroubleLog } from '../TroubleLog';
import type { PodReach } from './PodReach';
import { PodUnreachableError } from './PodUnreachableError';

/** Less than until the next scrape, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** vLLM writes some 60 kB; beyond this it is something else. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Implements what services need of clusters to read metrics. */
export class ScrapedPods {
  /** Somebody who looks asks every few seconds. */
  readonly #troubles: TroubleLog;

  constructor(
    private readonly pods: Pick<PodReach, 'request'>,
    logger: Pick<LoggerService, 'warn'>,
  ) {
    this.#troubles = new TroubleLog(logger);
  }

  async read(
    place: { cluster: string; pod: PodFacts; port: number; path: string },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { cluster, pod, port, path } = place;
    const { namespace, name, uid, address } = pod;
    const trouble = `No metrics of models in ${cluster}`;
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
      this.#troubles.forget(trouble);
      if (statusCode !== 200) {
        await body.dump();
        return undefined;
      }
      return await readBounded(body);
    } catch (error) {
      // A pod that ends or starts is no trouble: its values are missing
      if (error instanceof PodUnreachableError && error.remedy) {
        this.#troubles.tell(trouble, error.remedy);
      }
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

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type LogLine,
  OrganizationModelsClient,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { waitFor } from '@orgmodels/dev-cluster';

/** The logs of a model from their beginning on, as the typed client has them. */
export class FollowedLog {
  readonly seen: LogLine[] = [];
  readonly #leaving = new AbortController();
  readonly #ended: Promise<unknown>;

  constructor(portal: { url: string }, modelId: string) {
    this.#ended = this.#follow(portal, modelId).catch(error => error);
  }

  async #follow({ url }: { url: string }, modelId: string): Promise<void> {
    const client = new OrganizationModelsClient({
      discoveryApi: {
        getBaseUrl: async () => `${url}/api/organization-models`,
      },
    });
    const { body } = await client.getLogs(
      modelId,
      { follow: true, tail_lines: 10_000 },
      {
        token: mockCredentials.user.token('user:default/acme-engineer'),
        signal: this.#leaving.signal,
      },
    );
    for await (const line of createInterface(Readable.fromWeb(body as any))) {
      this.seen.push(JSON.parse(line));
    }
  }

  /** Waits until something was said so often. */
  async see(text: string, times = 1, timeoutMs = 30_000): Promise<void> {
    await waitFor(
      `${times} × ${text} in the log`,
      async () =>
        this.seen.filter(({ line, marker }) => (marker ?? line).includes(text))
          .length >= times,
      { timeoutMs },
    );
  }

  linesOf(pod: string, container: string): string[] {
    return this.seen
      .filter(
        line =>
          line.pod === pod && line.container === container && !line.marker,
      )
      .map(({ line }) => line);
  }

  /** What became of a container, in order. */
  markersOf(pod: string, container: string) {
    return this.seen.flatMap(line =>
      line.pod === pod && line.container === container && line.marker
        ? [line.marker]
        : [],
    );
  }

  async leave(): Promise<unknown> {
    this.#leaving.abort();
    return this.#ended;
  }
}

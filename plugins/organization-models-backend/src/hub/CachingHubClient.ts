import type { HubAnswer, HubClient, HubRequest } from './HubClient';

/** How long the answer for a branch or tag holds, in milliseconds. */
const BRANCH_MS = 60 * 60 * 1000;
/** A commit never changes. */
const COMMIT_MS = 30 * 24 * 60 * 60 * 1000;

/** Of what is kept: another one makes what was kept before unknown. */
const SHAPE = 2;

/** Where answers are kept. Moments are milliseconds since 1970. */
export interface HubAnswerStore {
  read<T>(key: string, now: number): Promise<T | undefined>;
  save(
    key: string,
    answer: unknown,
    options: { expiresAt: number; now: number },
  ): Promise<void>;
}

/**
 * Asks a hub only for what it has not answered lately.
 *
 * @remarks Only what was found is kept: a licence may be accepted, and a model
 * made public, at any moment. What was shown to the bearer of a token may be
 * hidden from everybody else, so that only answers to nobody in particular are
 * kept; they are the same for whoever asks.
 */
export class CachingHubClient implements HubClient {
  constructor(
    private readonly inner: HubClient,
    private readonly options: { store: HubAnswerStore; now(): number },
  ) {}

  async readArchitecture(request: HubRequest): Promise<HubAnswer> {
    const { store, now } = this.options;
    const { id, revision = 'main' } = request;
    const key = `${SHAPE}:${id}@${revision}`;
    const known = await store.read<HubAnswer>(key, now());
    if (known) {
      return known;
    }
    const answer = await this.inner.readArchitecture(request);
    if (answer.outcome === 'found' && !answer.gated && !request.token) {
      const lasting = /^[0-9a-f]{40}$/.test(revision) ? COMMIT_MS : BRANCH_MS;
      await store.save(key, answer, { now: now(), expiresAt: now() + lasting });
    }
    return answer;
  }
}

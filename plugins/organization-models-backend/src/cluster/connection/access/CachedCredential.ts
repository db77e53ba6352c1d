import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';

/** How long a token is used that does not say when it ends, in milliseconds. */
const UNTOLD_LIFETIME_MS = 60_000;
/** A token is renewed this long before it ends at the latest, in milliseconds. */
const LONGEST_MARGIN_MS = 60_000;
/** And when this share of its time is left. */
const MARGIN = 0.2;

type Held = { credential: KubernetesCredential; renewAt: number };

/** A credential that is asked for again before it ends. */
export class CachedCredential {
  #held: Held | undefined;
  #asking: Promise<Held> | undefined;

  constructor(
    private readonly ask: () => Promise<KubernetesCredential>,
    private readonly now: () => number = Date.now,
  ) {}

  async read(): Promise<KubernetesCredential> {
    if (!this.#held || this.now() >= this.#held.renewAt) {
      // Many requests come at once when a token ends
      this.#asking ??= this.#renew().finally(() => {
        this.#asking = undefined;
      });
      this.#held = await this.#asking;
    }
    return this.#held.credential;
  }

  forget(): void {
    this.#held = undefined;
  }

  async #renew(): Promise<Held> {
    const credential = await this.ask();
    const now = this.now();
    const endsAt =
      credential.type === 'bearer token'
        ? readExpiry(credential.token)
        : undefined;
    const lifetime = endsAt === undefined ? UNTOLD_LIFETIME_MS : endsAt - now;
    const margin =
      endsAt === undefined ? 0 : Math.min(LONGEST_MARGIN_MS, lifetime * MARGIN);
    return { credential, renewAt: now + lifetime - margin };
  }
}

/** @returns when a JWT ends, in milliseconds; nothing for tokens of other kinds */
function readExpiry(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (!signature) {
    return undefined;
  }
  try {
    const { exp } = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined; // Something else with dots in it
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { DevCluster, Postgres, Relay } from '@orgmodels/dev-cluster';
import type { BenchPortal } from '../portal/BenchPortal';
import type { Rng } from './random';
import { restartApiServer, restartPostgres } from './restarts';

/** Between two faults: so long that much is under way at the next one. */
const CALM_MS = 5_000;
const NAMESPACE = 'models';

export type SoakHouse = {
  cluster: DevCluster;
  relay: Relay;
  postgres: Postgres;
  /** The data of the PostgreSQL server, which starts over it again. */
  directory: string;
  /** The first is never killed, so that its memory can be followed. */
  portals: readonly BenchPortal[];
};

/** While something was wrong, and until the next fault, by `performance.now()`. */
export type Trouble = { fault: string; from: number; to: number };

/** What goes wrong in production, one after the other, again and again. */
export class SoakFaults {
  readonly troubles: Trouble[] = [];
  readonly #faults: [string, () => Promise<void>][];

  constructor(
    private readonly house: SoakHouse,
    private readonly options: { names: string[]; random: Rng },
  ) {
    this.#faults = [
      ['connections to the API server cut', () => this.#cutConnections()],
      ['objects deleted and scaled by hand', () => this.#meddle()],
      ['a backend killed', () => this.#killBackend()],
      ['the API server restarted', () => restartApiServer(this.house)],
      ['PostgreSQL restarted', () => restartPostgres(this.house)],
    ];
  }

  async happen(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      for (const [fault, doHarm] of this.#faults) {
        if (!isOver()) {
          const from = performance.now();
          await doHarm();
          await delay(CALM_MS);
          this.troubles.push({ fault, from, to: performance.now() });
        }
      }
    }
  }

  async #cutConnections() {
    this.house.relay.cutConnections();
  }

  async #meddle() {
    const { names, random } = this.options;
    const name = () => random.oneOf(names);
    const ignore = '--ignore-not-found';
    await this.#kubectl('delete', 'service', name(), name(), ignore);
    await this.#kubectl('delete', 'deployment', name(), '--wait=false', ignore);
    const { items } = JSON.parse(
      await this.#kubectl('get', 'deployments', '-o', 'json'),
    );
    if (items.length > 0) {
      const scaled = random.oneOf<any>(items).metadata.name;
      await this.#kubectl(
        ...['scale', 'deployments', scaled, '--replicas=4'],
      ).catch(isGone);
    }
  }

  async #killBackend() {
    await this.house.portals[1].restart();
  }

  #kubectl(...args: string[]): Promise<string> {
    return this.house.cluster.kubectl(['-n', NAMESPACE, ...args]);
  }
}

/** A client deleted its model meanwhile. */
function isGone(error: Error): string {
  if (error.message.includes('NotFound')) {
    return '';
  }
  throw error;
}

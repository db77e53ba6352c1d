import type { Rng } from './random';
import type { SoakCaller } from './SoakCaller';
import { toBody, type WantedModel } from './Wanted';

const MOST_REPLICAS = 3;

/** Somebody who creates, changes, breaks, mends and deletes models of names that nobody else uses. */
export class SoakClient {
  /** By name; of what is not here, no model is to be there. */
  readonly wanted = new Map<string, WantedModel>();
  /** Everything that was done. */
  readonly done: string[] = [];
  #keys = 0;

  constructor(
    private readonly caller: SoakCaller,
    private readonly options: { names: string[]; random: Rng },
  ) {}

  async createAll(): Promise<void> {
    for (const name of this.options.names) {
      await this.#create(name);
    }
  }

  /** Goes on until told to end; each name has its turn by chance. */
  async live(isOver: () => boolean): Promise<void> {
    const { names, random } = this.options;
    while (!isOver()) {
      const name = random.oneOf(names);
      const model = this.wanted.get(name);
      if (!model) {
        await this.#create(name);
      } else {
        await this.#look(model);
        await (random.upTo(8) === 0
          ? this.#delete(name, model)
          : this.#change(name, model));
      }
    }
  }

  async #create(name: string): Promise<void> {
    this.#keys++;
    const model = { version: 1, replicas: 1, stopped: false, broken: false };
    const { status, body } = await this.caller.ask('', {
      method: 'POST',
      body: toBody(name, model),
      headers: { 'Idempotency-Key': `${name}-${this.#keys}` },
    });
    // The one before is still being deleted: its turn comes again
    if (status === 409) {
      this.done.push('create, refused while the name is still in use');
      return;
    }
    expectStatus(status, 201, body);
    this.wanted.set(name, { ...model, id: body.model.id });
    this.done.push('create');
  }

  async #look({ id, version }: WantedModel): Promise<void> {
    const { status, body } = await this.caller.ask(`/${id}`);
    expectStatus(status, 200, body);
    if (body.model.generation < version) {
      throw new Error(`${id} is of generation ${body.model.generation} again`);
    }
  }

  async #change(name: string, before: WantedModel): Promise<void> {
    const [action, changed] = this.#choose(before);
    const model = { ...before, ...changed, version: before.version + 1 };
    const { id, ...rest } = model;
    const { name: _, ...body } = toBody(name, rest);
    const answer = await this.caller.ask(`/${id}`, { method: 'PUT', body });
    expectStatus(answer.status, 200, answer.body);
    this.wanted.set(name, model);
    this.done.push(action);
  }

  #choose({ stopped, broken }: WantedModel): [string, Partial<WantedModel>] {
    const { random } = this.options;
    return random.oneOf<[string, Partial<WantedModel>]>([
      ['change', {}],
      ['scale', { replicas: 1 + random.upTo(MOST_REPLICAS) }],
      [stopped ? 'start' : 'stop', { stopped: !stopped }],
      [broken ? 'mend' : 'break', { broken: !broken }],
    ]);
  }

  async #delete(name: string, { id }: WantedModel): Promise<void> {
    const { status, body } = await this.caller.ask(`/${id}`, {
      method: 'DELETE',
    });
    // An earlier try of it was accepted, and its answer was lost
    if (status !== 404) {
      expectStatus(status, 204, body);
    }
    this.wanted.delete(name);
    this.done.push('delete');
  }
}

function expectStatus(status: number, expected: number, body: unknown) {
  if (status !== expected) {
    throw new Error(
      `${status} instead of ${expected}: ${String(JSON.stringify(body)).slice(
        0,
        500,
      )}`,
    );
  }
}

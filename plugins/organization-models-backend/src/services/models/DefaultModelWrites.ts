import type { LoggerService } from '@backstage/backend-plugin-api';
import { isEqual } from 'lodash';
import {
  type ForgottenModel,
  type Model,
  type Plan,
  rollbackBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  DatabaseIdempotencyKeys,
  KeyClaim,
} from '../../database/DatabaseIdempotencyKeys';
import type { DatabaseGenerations } from '../../database/models/DatabaseGenerations';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import type { DatabaseSpecs } from '../../database/models/DatabaseSpecs';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { planRollback } from '../../domain/plan/planRollback';
import { actorOf, type Caller } from '../access/Caller';
import { describeChange } from './describeChange';
import { conflict, generationNotFound, modelNotFound } from '../errors';
import type { ModelPreparer } from '../acceptance/ModelPreparer';
import type { Body, ModelWrites } from './ModelService';
import type { Asked } from '../acceptance/parsing/parseModelBody';
import { parseRefresh } from '../acceptance/parsing/parseRefresh';
import { parseModelUpdate } from '../acceptance/parsing/parseModelUpdate';
import { requireFields } from '../requireFields';
import {
  refuseOtherGeneration,
  refuseOutdated,
} from '../acceptance/refuseChange';
import { nameTaken } from '../acceptance/trying/refuseTrials';
import type { SharedClaims } from '../acceptance/judging/SharedClaims';
import {
  changesNothing,
  needsNoChecks,
} from '../acceptance/parsing/specChange';
import type { OwnModels } from './OwnModels';
import type { TokenSecrets } from './TokenSecrets';
import { toDeletionPlan } from './toDeletionPlan';
import { toForgotten } from './toForgotten';
import { toModel } from './toModel';
import { Turns } from './Turns';

export type ModelWritesOptions = {
  models: DatabaseModels;
  generations: DatabaseGenerations;
  specs: DatabaseSpecs;
  idempotencyKeys: DatabaseIdempotencyKeys;
  preparer: ModelPreparer;
  own: OwnModels;
  claims: SharedClaims;
  tokens: TokenSecrets;
  logger: LoggerService;
  now(): Date;
  /** A model was made or changed, and marked: there is work, and news. */
  onAsked(model: StoredModel): void;
  /** A model was removed here, whatever its cluster has of it. */
  onForgotten(model: StoredModel): void;
  installationId: string;
};

/** Sooner than a client whose request failed comes back, in milliseconds. */
const RELEASE_MS = 4_000;

/** A change that was checked, and how the history tells of it. */
type PreparedChange = {
  model: StoredModel;
  asked: Asked;
  change: ReturnType<typeof describeChange>;
};

type ChangeOptions = {
  /** Which it is held to, where it is. */
  generation: number | undefined;
  /** @returns nothing when it changes nothing */
  prepare(before: StoredModel): Promise<PreparedChange | undefined>;
};

/** The only writer of specs. Knows tenancy, and nothing of permissions. */
export class DefaultModelWrites implements ModelWrites {
  readonly #turns = new Turns();

  constructor(private readonly options: ModelWritesOptions) {}

  async planCreate(body: Body, caller: Caller): Promise<Plan> {
    const { preparer } = this.options;
    return (await preparer.prepareCreate(body, caller, { dryRun: true })).plan;
  }

  async create(
    body: Body,
    caller: Caller,
    { idempotencyKey }: { idempotencyKey?: string },
  ): Promise<Model> {
    if (!idempotencyKey) {
      return toModel(await this.#create(body, caller));
    }
    const { idempotencyKeys, models, now } = this.options;
    const claim = { caller, key: idempotencyKey, body, now: now() };
    const known = await idempotencyKeys.claim(claim);
    switch (known.state) {
      case 'reused':
        throw conflict(
          'IdempotencyKeyReused',
          'The Idempotency-Key was used with another body: take a new key',
        );
      case 'atWork':
        throw conflict(
          'IdempotencyKeyReused',
          'The first request with this Idempotency-Key is still at work',
          2,
        );
      case 'answered': {
        const model = await models.readVisible(
          known.modelId,
          caller.organizationId,
        );
        if (model) {
          return toModel(model);
        }
        throw modelNotFound(known.modelId);
      }
      default:
    }
    try {
      return toModel(await this.#create(body, caller, claim));
    } catch (error) {
      await this.#release(claim);
      throw error;
    }
  }

  // What broke the request may keep it from this as well, and is what to tell.
  // Whoever tries again after a moment is not to be told that it is at work
  async #release(claim: KeyClaim): Promise<void> {
    const { idempotencyKeys, logger } = this.options;
    const release = () => idempotencyKeys.release(claim);
    await release().catch(error => {
      logger.warn(`An Idempotency-Key is released later: ${error}`);
      setTimeout(() => release().catch(() => undefined), RELEASE_MS).unref();
    });
  }

  async planUpdate(id: string, body: Body, caller: Caller): Promise<Plan> {
    const before = await this.options.own.readChangeable(id, caller);
    return this.#plan(before, parseModelUpdate(before, body));
  }

  async update(
    id: string,
    body: Body,
    caller: Caller,
    { generation }: { generation?: number },
  ): Promise<Model> {
    return this.#change(id, caller, {
      generation,
      prepare: async before => {
        const asked = parseModelUpdate(before, body);
        if (changesNothing(before, asked)) {
          return undefined;
        }
        const { preparer } = this.options;
        const model = needsNoChecks(before, asked)
          ? await preparer.prepareUnchecked(before, asked)
          : (await preparer.prepareUpdate(before, asked, { dryRun: false }))
              .model;
        return { model, asked, change: describeChange(before, model, asked) };
      },
    });
  }

  async planRefresh(id: string, body: Body, caller: Caller): Promise<Plan> {
    const before = await this.options.own.readChangeable(id, caller);
    return this.#plan(before, parseRefresh(before, body));
  }

  async refresh(
    id: string,
    body: Body,
    caller: Caller,
    { generation }: { generation?: number },
  ): Promise<Model> {
    return this.#change(id, caller, {
      generation,
      prepare: async before => {
        const asked = parseRefresh(before, body);
        const { model } = await this.options.preparer.prepareUpdate(
          before,
          asked,
          { dryRun: false },
        );
        return isSameJson(asAsked(model), asAsked(before))
          ? undefined
          : { model, asked, change: describeChange(before, model, asked) };
      },
    });
  }

  async planRollback(id: string, body: Body, caller: Caller): Promise<Plan> {
    const before = await this.options.own.readChangeable(id, caller);
    const options = { dryRun: true };
    return (await this.#prepareRollback(before, body, options)).plan;
  }

  async rollback(
    id: string,
    body: Body,
    caller: Caller,
    { generation }: { generation?: number },
  ): Promise<Model> {
    return this.#change(id, caller, {
      generation,
      prepare: async before => {
        const { model, asked, target } = await this.#prepareRollback(
          before,
          body,
          { dryRun: false },
        );
        const change = {
          ...describeChange(before, model, asked),
          code: 'RolledBack',
          message: `The model was set back to generation ${target}`,
        };
        return target === before.generation
          ? undefined
          : { model, asked, change };
      },
    });
  }

  async #prepareRollback(
    before: StoredModel,
    body: Body,
    { dryRun }: { dryRun: boolean },
  ) {
    const { generation: target, plan_hash: planHash } = requireFields(
      rollbackBody,
      body,
    );
    const accepted = await this.options.generations.read(before.id, target);
    if (!accepted) {
      throw generationNotFound(before, target);
    }
    const prepared = await this.options.preparer.prepareRollback(
      before,
      planRollback(before, accepted),
      { dryRun, planHash },
    );
    return { target, ...prepared };
  }

  async #plan(before: StoredModel, asked: Asked): Promise<Plan> {
    const { preparer } = this.options;
    return (await preparer.prepareUpdate(before, asked, { dryRun: true })).plan;
  }

  /**
   * Stores what a change makes of a model as its next generation.
   *
   * @remarks Who asked to be held to no generation has it laid over what another
   * stored meanwhile.
   */
  async #change(
    id: string,
    caller: Caller,
    options: ChangeOptions,
  ): Promise<Model> {
    const changed = await this.#tryChange(id, caller, options);
    if (changed !== 'raced') {
      return changed;
    }
    await this.options.own.explainRace(id, caller, options.generation);
    const again = { ...options, generation: undefined };
    // All at once, each would be checked once more for each of the others
    return this.#turns.take(id, async () => {
      for (;;) {
        const result = await this.#tryChange(id, caller, again);
        if (result !== 'raced') {
          return result;
        }
      }
    });
  }

  async #tryChange(
    id: string,
    caller: Caller,
    { generation, prepare }: ChangeOptions,
  ): Promise<Model | 'raced'> {
    const before = await this.options.own.readChangeable(id, caller);
    refuseOtherGeneration(before, generation);
    const prepared = await prepare(before);
    if (!prepared) {
      return toModel(before);
    }
    const outcome = await this.#store(before, { ...prepared, caller });
    return outcome === 'raced'
      ? outcome
      : toModel(await this.options.own.read(id, caller));
  }

  async #store(
    before: StoredModel,
    { model, asked, change, caller }: PreparedChange & { caller: Caller },
  ): Promise<'updated' | 'raced'> {
    const outcome = await this.options.tokens.storeWith(
      asked.token,
      model,
      () =>
        this.options.specs.update(model, {
          expected: before.generation,
          within: trx => this.options.own.hold(trx, model, before),
          history: {
            at: model.updatedAt,
            kind: 'action',
            ...change,
            ...actorOf(caller),
            generation: model.generation,
          },
        }),
    );
    if (outcome === 'updated') {
      caller.trail?.note({
        generation: model.generation,
        change: change.code,
        changed: change.changes.map(({ path }) => path),
      });
      this.options.onAsked(model);
    }
    return outcome;
  }

  async planDelete(id: string, caller: Caller): Promise<Plan> {
    const model = await this.options.own.readChangeable(id, caller);
    await this.options.claims.refuseDeletion(model);
    return toDeletionPlan(model);
  }

  async delete(
    id: string,
    caller: Caller,
    { planHash }: { planHash?: string } = {},
  ): Promise<void> {
    const model = await this.options.own.read(id, caller);
    if (model.deletionRequestedAt) {
      return;
    }
    refuseOutdated(toDeletionPlan(model), planHash);
    const at = this.options.now().toISOString();
    await this.options.specs.requestDeletion(model, {
      at,
      check: trx => this.options.claims.refuseDeletion(model, trx),
      history: {
        at,
        kind: 'action',
        code: 'Deleted',
        message: 'The deletion of the model was asked for',
        ...actorOf(caller),
        generation: model.generation,
      },
    });
    this.options.onAsked(model);
  }

  async forget(id: string, caller: Caller): Promise<ForgottenModel> {
    const model = await this.options.own.read(id, caller);
    const forgotten = toForgotten(model, this.options);
    await this.options.models.remove(id, { leavesObjects: true });
    caller.trail?.note({ forced: true, left: { ...forgotten } });
    this.options.onForgotten(model);
    return forgotten;
  }

  async #create(
    body: Body,
    caller: Caller,
    claim?: KeyClaim,
  ): Promise<StoredModel> {
    const { idempotencyKeys, preparer, specs, onAsked } = this.options;
    const { model, asked, isLimited } = await preparer.prepareCreate(
      body,
      caller,
      { dryRun: false },
    );
    const isContended = isLimited || model.resolved.storage.kind === 'shared';
    const outcome = await this.options.tokens.storeWith(
      asked.token,
      model,
      () =>
        specs.insert(model, {
          history: {
            at: model.createdAt,
            kind: 'action',
            code: 'Created',
            message: 'The model was created',
            ...actorOf(caller),
            generation: 1,
          },
          within:
            isContended || claim
              ? async trx => {
                  await this.options.own.hold(trx, model);
                  if (claim) {
                    await idempotencyKeys.answer(trx, claim, model.id);
                  }
                }
              : undefined,
        }),
    );
    if (outcome === 'nameTaken') {
      throw nameTaken(model.name);
    }
    caller.trail?.note({ modelId: model.id, generation: model.generation });
    onAsked(model);
    return model;
  }
}

// what the cluster adds to pods is nothing that could be taken in
function asAsked({ resolved: { admitted, ...resolved } }: StoredModel) {
  return resolved;
}

function isSameJson(a: unknown, b: unknown): boolean {
  return isEqual(JSON.parse(JSON.stringify(a)), b);
}

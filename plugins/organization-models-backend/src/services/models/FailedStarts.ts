import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DatabaseGenerations } from '../../database/models/DatabaseGenerations';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import type { DatabaseSpecs } from '../../database/models/DatabaseSpecs';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { diffSpecs } from '../../domain/plan/diffSpecs';
import { planRollback } from '../../domain/plan/planRollback';
import type { ModelPreparer } from '../acceptance/ModelPreparer';
import { ModelApiError } from '../errors';
import type { OwnModels } from './OwnModels';

/**
 * Sets a generation that failed to start back to the last one that ran, where
 * that was asked for with it: once, since what it makes has nothing to be set
 * back to.
 */
export class FailedStarts {
  readonly #atWork = new Set<string>();

  constructor(
    private readonly options: {
      models: DatabaseModels;
      generations: DatabaseGenerations;
      specs: DatabaseSpecs;
      preparer: ModelPreparer;
      own: OwnModels;
      logger: LoggerService;
      now(): Date;
      onAsked(model: StoredModel): void;
    },
  ) {}

  /** Never fails: a cluster that is away is asked again with the next pass. */
  async revert(failed: StoredModel): Promise<void> {
    if (this.#atWork.has(failed.id)) {
      return;
    }
    this.#atWork.add(failed.id);
    try {
      await this.#revert(failed);
    } catch (error) {
      this.options.logger.warn(
        `Model ${failed.id} cannot be set back now: ${error}`,
      );
    } finally {
      this.#atWork.delete(failed.id);
    }
  }

  async #revert({ id, generation }: StoredModel): Promise<void> {
    const { generations, models, preparer } = this.options;
    const before = await models.readById(id);
    const target = before?.reached?.served;
    if (
      before?.generation !== generation ||
      before.onFailure?.action !== 'rollback' ||
      before.deletionRequestedAt ||
      target === undefined
    ) {
      return;
    }
    const accepted = await generations.read(id, target);
    if (!accepted) {
      await this.#giveUp(before, `generation ${target} is not kept any more`);
      return;
    }
    try {
      const { model } = await preparer.prepareRollback(
        before,
        planRollback(before, accepted),
        { dryRun: false, planHash: undefined },
      );
      await this.#store(before, model, target);
    } catch (error) {
      if (!(error instanceof ModelApiError) || error.statusCode >= 500) {
        throw error;
      }
      await this.#giveUp(before, error.message);
    }
  }

  async #store(
    before: StoredModel,
    prepared: StoredModel,
    target: number,
  ): Promise<void> {
    const { specs, own } = this.options;
    const why = `${describeFailure(before)} Generation ${
      prepared.generation
    } is as generation ${target}, which ran.`;
    const { statusReason } = prepared;
    const model: StoredModel = {
      ...prepared,
      onFailure: { action: 'reverted', why },
      statusReason: statusReason && {
        ...statusReason,
        code: 'RolledBack',
        message: why,
      },
    };
    const outcome = await specs.update(model, {
      expected: before.generation,
      within: trx => own.hold(trx, model, before),
      history: {
        at: model.updatedAt,
        kind: 'status',
        code: 'RolledBack',
        message: why,
        generation: model.generation,
        changes: diffSpecs(before.spec, model.spec),
      },
    });
    if (outcome === 'updated') {
      this.options.onAsked(model);
    }
  }

  // It is not tried again: the next change decides anew
  async #giveUp(before: StoredModel, why: string): Promise<void> {
    await this.options.specs.giveUpRollback(before, {
      at: this.options.now().toISOString(),
      kind: 'status',
      code: 'RollbackRefused',
      message: `${describeFailure(before)} It could not be set back: ${why}`,
      generation: before.generation,
    });
  }
}

function describeFailure({ generation, statusReason }: StoredModel): string {
  return `Generation ${generation} failed to start: ${
    statusReason?.message ?? 'no replica was ready.'
  }`;
}

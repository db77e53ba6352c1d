import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import { buildTokenSecret } from '../../domain/desired/buildTokenSecret';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type {
  ClusterGateway,
  WrittenSecret,
} from '../acceptance/ClusterGateway';
import type { ModelPreparer } from '../acceptance/ModelPreparer';

/**
 * Keeps a model and the Secret of its own token together: the token is nowhere
 * else, so there is no model before its Secret; and no transaction waits for a
 * cluster.
 */
export class TokenSecrets {
  constructor(
    private readonly options: {
      models: Pick<DatabaseModels, 'readById'>;
      preparer: Pick<ModelPreparer, 'contextOf'>;
      gateway: Pick<ClusterGateway, 'applySecret'>;
      logger: LoggerService;
    },
  ) {}

  /**
   * Stores a model once its token is written, and takes the token back where
   * the model was not stored.
   */
  async storeWith<Outcome extends string>(
    token: string | null | undefined,
    model: StoredModel,
    store: () => Promise<Outcome>,
  ): Promise<Outcome> {
    const written = await this.#write(token, model);
    const takeBack = async () => {
      if (written && !(await this.#isStored(model))) {
        await written.takeBack();
      }
    };
    try {
      const outcome = await store();
      if (outcome === 'nameTaken' || outcome === 'raced') {
        await takeBack();
      }
      return outcome;
    } catch (error) {
      await takeBack().catch(trouble =>
        this.options.logger.warn(
          `The token of model ${model.name} was written in vain, and stays in cluster ${model.cluster} for now: ${trouble}`,
        ),
      );
      throw error;
    }
  }

  async #write(
    token: string | null | undefined,
    model: StoredModel,
  ): Promise<WrittenSecret | undefined> {
    const { generation } = model;
    const secret =
      token &&
      buildTokenSecret(this.options.preparer.contextOf(model), {
        token,
        generation,
      });
    return secret
      ? this.options.gateway.applySecret(model.cluster, secret)
      : undefined;
  }

  // A commit of which the answer was lost counts
  async #isStored({ id, generation, updatedAt }: StoredModel) {
    const stored = await this.options.models.readById(id);
    return stored?.generation === generation && stored.updatedAt === updatedAt;
  }
}

import type {
  ModelFacts,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { HubAnswer, HubClient } from './HubClient';

/** What a hub's answer means for a spec. */
export type HubReading = {
  facts?: ModelFacts;
  /** To which the revision points now. */
  commit?: string;
  warnings: PlanWarning[];
  /** What the user has to mend before the model can start. */
  problem?: { field: string; message: string };
};

/** Reads what a model is; a hub that is down only warns. */
export class ModelHubReader {
  constructor(private readonly hub: HubClient) {}

  async read(source: {
    id: string;
    revision?: string;
    token?: string;
  }): Promise<HubReading> {
    const answer = await this.hub.readArchitecture(source);
    return toReading(answer, source.id);
  }
}

function toReading(answer: HubAnswer, id: string): HubReading {
  switch (answer.outcome) {
    case 'found':
      return {
        facts: {
          id,
          architecture: answer.architecture,
          weights: answer.weights,
        },
        commit: answer.commit,
        warnings: [],
      };
    case 'rateLimited':
    case 'unavailable':
      return {
        facts: { id },
        warnings: [
          {
            code: 'HubUnavailable',
            field: 'huggingface_id',
            message: `could not be looked up, so its size is not known: ${answer.message}`,
          },
        ],
      };
    default:
      return {
        facts: { id },
        warnings: [],
        problem: {
          field:
            answer.outcome === 'unauthorized'
              ? 'deployment_config.hugging_face_token'
              : 'huggingface_id',
          message: answer.message,
        },
      };
  }
}

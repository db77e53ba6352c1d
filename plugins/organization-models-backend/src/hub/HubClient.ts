import type {
  ModelArchitecture,
  ModelWeights,
} from '@orgmodels/backstage-plugin-organization-models-common';

import type { UnservableForm } from './findUnservable';

/**
 * Reads what a model hub knows of a model. Only failures which a retry of the
 * same call might mend, and those which the user has to mend, are told apart;
 * none of them is thrown.
 */
export interface HubClient {
  /**
   * @throws only the reason of `signal`, when the caller gives up
   */
  readArchitecture(request: HubRequest): Promise<HubAnswer>;
}

export type HubRequest = {
  /** For instance `Qwen/Qwen3-8B`. */
  id: string;
  /** A branch, tag or commit: `main` unless given. */
  revision?: string;
  /** Sent to the hub, and never part of an answer, an error or a log. */
  token?: string;
  signal?: AbortSignal;
};

export type HubAnswer =
  | HubModel
  | {
      /**
       * `missing`: no such model or revision, or it is private; `gated`: the
       * licence has to be accepted; `unauthorized`: the token is wrong.
       */
      outcome: 'missing' | 'gated' | 'unauthorized';
      message: string;
    }
  | {
      /** Nothing is known, and may be some time later. */
      outcome: 'rateLimited' | 'unavailable';
      message: string;
      retryAfterSeconds?: number;
    };

export type HubModel = {
  outcome: 'found';
  /** To which the revision points now. */
  commit: string;
  /** Whether its files need a token of somebody who accepted the licence. */
  gated: boolean;
  /** Nothing where there is no config.json that is understood. */
  architecture?: ModelArchitecture;
  /** Nothing where the repository has no safetensors. */
  weights?: ModelWeights;
  /** Only where engines cannot load it by its id. */
  unservable?: UnservableForm;
  /** Of an adapter: the id of the model that it is laid over, where it is told. */
  baseModel?: string;
};

import type {
  ModelFacts,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** What a hub knows of a model, as far as it could be asked. */
export type HubReading = {
  facts?: ModelFacts;
  /** To which the revision points now. */
  commit?: string;
  warnings: PlanWarning[];
  /** What the user has to mend before the model can start. */
  problem?: { field: string; message: string };
};

import type { Usage } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Caller } from '../access/Caller';

/** What is asked of the usage of an organization; days are of UTC. */
export type UsageRequest = {
  from: string | undefined;
  to: string | undefined;
  groupBy: 'day' | 'model' | 'key' | 'user';
};

export interface UsageService {
  read(request: UsageRequest, caller: Caller): Promise<Usage>;
}

import type {
  CreatedKey,
  KeyList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { KeyLimits } from '../../database/DatabaseKeys';
import type { Caller } from '../access/Caller';

/** The keys of an organization. */
export interface KeyService {
  list(caller: Caller): Promise<KeyList>;
  /** @param body - as it came, not yet parsed */
  create(body: unknown, caller: Caller): Promise<CreatedKey>;
  delete(id: string, caller: Caller): Promise<void>;
}

/** The most that keys may ask for; absent means as much as they like. */
export type KeyCaps = {
  limits: KeyLimits;
  /** From the day a key is made. */
  maxDays: number | undefined;
};

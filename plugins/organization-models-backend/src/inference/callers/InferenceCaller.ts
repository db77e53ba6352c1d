import type { StoredKey } from '../../database/DatabaseKeys';
import type { Caller } from '../../services/access/Caller';

/** Who asks a model: somebody with a key, or with a token of Backstage. */
export type InferenceCaller =
  | { kind: 'key'; organizationId: string; key: StoredKey }
  | { kind: 'token'; organizationId: string; caller: Caller };

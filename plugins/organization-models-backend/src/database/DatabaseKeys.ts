import type { Knex } from 'knex';

/** What a key may use; absent means unlimited. */
export type KeyLimits = {
  requests_per_minute?: number;
  tokens_per_minute?: number;
  tokens_per_day?: number;
};

/** A key as it is stored: its secret is not. Times are RFC 3339. */
export type StoredKey = {
  id: string;
  organizationId: string;
  name: string;
  prefix: string;
  /** Ids of models; `undefined`: all of the organization. */
  models: string[] | undefined;
  limits: KeyLimits;
  createdBy: string;
  createdAt: string;
  expiresAt: string | undefined;
  lastUsedAt: string | undefined;
};

/** Keys for the OpenAI-compatible paths. */
export class DatabaseKeys {
  constructor(private readonly knex: Knex) {}

  async insert(key: StoredKey, secretHash: string): Promise<void> {
    await this.knex('api_keys').insert({
      id: key.id,
      organization_id: key.organizationId,
      name: key.name,
      prefix: key.prefix,
      secret_hash: secretHash,
      models: key.models ? JSON.stringify(key.models) : null,
      limits: JSON.stringify(key.limits),
      created_by: key.createdBy,
      created_at: key.createdAt,
      expires_at: key.expiresAt ?? null,
    });
  }

  /** Those that were not revoked, the newest first. */
  async list(organizationId: string): Promise<StoredKey[]> {
    const rows = await this.knex('api_keys')
      .where({ organization_id: organizationId })
      .whereNull('revoked_at')
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'asc' },
      ]);
    return rows.map(toStoredKey);
  }

  /** The key of a secret, unless it was revoked. */
  async findBySecretHash(secretHash: string): Promise<StoredKey | undefined> {
    const row = await this.knex('api_keys')
      .where({ secret_hash: secretHash })
      .whereNull('revoked_at')
      .first();
    return row && toStoredKey(row);
  }

  /** Of some keys, those that were not revoked. */
  async readKept(ids: string[]): Promise<string[]> {
    return this.knex('api_keys')
      .whereIn('id', ids)
      .whereNull('revoked_at')
      .pluck('id');
  }

  /** Names of keys, of revoked ones too. */
  async readNames(organizationId: string): Promise<Map<string, string>> {
    const rows = await this.knex('api_keys')
      .where({ organization_id: organizationId })
      .select('id', 'name');
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Asking again changes nothing. */
  async revoke(
    id: string,
    options: { organizationId: string; at: string },
  ): Promise<'revoked' | 'unknown'> {
    const key = { id, organization_id: options.organizationId };
    const updated = await this.knex('api_keys')
      .where(key)
      .whereNull('revoked_at')
      .update({ revoked_at: options.at });
    return updated > 0 ? 'revoked' : 'unknown';
  }
}

function toStoredKey(row: any): StoredKey {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    prefix: row.prefix,
    models: row.models ? JSON.parse(row.models) : undefined,
    limits: JSON.parse(row.limits),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}

import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';

/** How long a key is remembered, in milliseconds. */
const MEMORY_MS = 24 * 60 * 60 * 1000;
/** How long a request may be at work: a killed process never answers. */
const WORK_MS = 60 * 1000;

export type KeyClaim = {
  caller: { organizationId: string; subject: string };
  key: string;
  body: unknown;
  now: Date;
};

export type KnownKey =
  | { state: 'new' }
  | { state: 'atWork' }
  | { state: 'reused' }
  | { state: 'answered'; modelId: string };

/** Remembers which POST made which model, so that a retry makes no second. */
export class DatabaseIdempotencyKeys {
  constructor(private readonly knex: Knex) {}

  /** Takes a key for the first time, or tells what became of it. */
  async claim(claim: KeyClaim): Promise<KnownKey> {
    const now = claim.now.getTime();
    await this.knex('idempotency_keys').where('expires_at', '<', now).delete();
    const inserted = await this.knex('idempotency_keys')
      .insert({
        ...rowKey(claim),
        digest: digestOf(claim),
        expires_at: now + WORK_MS,
      })
      .onConflict(['organization_id', 'subject', 'key'])
      .ignore()
      .returning('key');
    if (inserted.length > 0) {
      return { state: 'new' };
    }
    const row = await this.knex('idempotency_keys')
      .where(rowKey(claim))
      .first();
    if (!row) {
      return { state: 'atWork' };
    }
    if (row.digest !== digestOf(claim)) {
      return { state: 'reused' };
    }
    return row.model_id
      ? { state: 'answered', modelId: row.model_id }
      : { state: 'atWork' };
  }

  /** Remembers the answer, in the transaction that makes the model. */
  async answer(trx: Knex, claim: KeyClaim, modelId: string): Promise<void> {
    const expires_at = claim.now.getTime() + MEMORY_MS;
    await trx('idempotency_keys')
      .insert({
        ...rowKey(claim),
        digest: digestOf(claim),
        model_id: modelId,
        expires_at,
      })
      .onConflict(['organization_id', 'subject', 'key'])
      .merge();
  }

  /**
   * The request failed: the same key may try again. One that made its model
   * after all – the answer to the commit was lost – is remembered.
   */
  async release(claim: KeyClaim): Promise<void> {
    await this.knex('idempotency_keys')
      .where(rowKey(claim))
      .whereNull('model_id')
      .delete();
  }
}

function rowKey({ caller, key }: KeyClaim) {
  return {
    organization_id: caller.organizationId,
    subject: caller.subject,
    key,
  };
}

// Keyed, and without the token, so that it cannot be guessed from the digest
function digestOf({ key, body }: KeyClaim): string {
  const text = JSON.stringify(body, (field, value) =>
    field === 'hugging_face_token' ? '***' : value,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

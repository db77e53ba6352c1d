import {
  type CreatedKey,
  type FieldProblem,
  holdsToken,
  type Key,
  keyBody,
  type KeyList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  DatabaseKeys,
  KeyLimits,
  StoredKey,
} from '../../database/DatabaseKeys';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import type { Caller } from '../access/Caller';
import { invalidRequest, keyNotFound } from '../errors';
import { newKeyId, newKeySecret } from '../newId';
import { hashSecret } from './hashSecret';
import type { KeyCaps, KeyService } from './KeyService';
import { requireFields } from '../requireFields';

/** Characters of a secret that lists show: they tell keys apart, no more. */
const PREFIX_LENGTH = 9;
/** Keys that one organization may have at a time. */
const MOST_KEYS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes, lists and revokes keys. Knows tenancy, and nothing of permissions. */
export class DefaultKeyService implements KeyService {
  constructor(
    private readonly options: {
      keys: DatabaseKeys;
      models: DatabaseModels;
      caps: KeyCaps;
      now(): Date;
      /** This process need not find out by itself. */
      onRevoked(id: string): void;
    },
  ) {}

  async list({ organizationId }: Caller): Promise<KeyList> {
    const keys = await this.options.keys.list(organizationId);
    return { keys: keys.map(toKey) };
  }

  async create(body: unknown, caller: Caller): Promise<CreatedKey> {
    const { keys, now } = this.options;
    const { organizationId } = caller;
    const asked = await this.#parse(body, organizationId);
    if ((await keys.list(organizationId)).length >= MOST_KEYS) {
      throw invalidRequest([
        {
          field: 'name',
          message: `is of one key too many: an organization has at most ${MOST_KEYS}, delete those that nobody uses`,
        },
      ]);
    }
    const secret = newKeySecret();
    const key: StoredKey = {
      id: newKeyId(),
      organizationId,
      prefix: secret.slice(0, PREFIX_LENGTH),
      createdBy: caller.subject,
      createdAt: now().toISOString(),
      lastUsedAt: undefined,
      ...asked,
    };
    await keys.insert(key, hashSecret(secret));
    caller.trail?.note({ keyId: key.id });
    return { key: toKey(key), secret };
  }

  async delete(id: string, { organizationId, trail }: Caller): Promise<void> {
    const { keys, now, onRevoked } = this.options;
    trail?.note({ keyId: id });
    const at = now().toISOString();
    if ((await keys.revoke(id, { organizationId, at })) === 'unknown') {
      throw keyNotFound(id);
    }
    onRevoked(id);
  }

  async #parse(body: unknown, organizationId: string) {
    const { name, models, expires_at, limits } = requireFields(keyBody, body);
    const problems: FieldProblem[] = [];
    if (holdsToken(name)) {
      problems.push({
        field: 'name',
        message: 'looks like a token, and would be stored: choose another',
      });
    }
    const expiresAt = this.#expiry(expires_at ?? undefined, problems);
    const asked = {
      name,
      models: models
        ? await this.#findModels(models, organizationId, problems)
        : undefined,
      expiresAt,
      limits: this.#limit(limits ?? {}, problems),
    };
    if (problems.length > 0) {
      throw invalidRequest(problems);
    }
    return asked;
  }

  #expiry(
    asked: string | undefined,
    problems: FieldProblem[],
  ): string | undefined {
    const { caps, now } = this.options;
    const time = now().getTime();
    const latest =
      caps.maxDays === undefined ? Infinity : time + caps.maxDays * DAY_MS;
    if (asked === undefined) {
      return latest === Infinity ? undefined : new Date(latest).toISOString();
    }
    const expiry = Date.parse(asked);
    if (!(expiry > time)) {
      problems.push({ field: 'expires_at', message: 'is over already' });
    } else if (expiry > latest) {
      problems.push({
        field: 'expires_at',
        message: `must be within ${caps.maxDays} days, as the portal's administrators have it`,
      });
    }
    return Number.isNaN(expiry) ? undefined : new Date(expiry).toISOString();
  }

  #limit(asked: KeyLimits, problems: FieldProblem[]): KeyLimits {
    const caps = this.options.caps.limits;
    for (const [name, cap] of Object.entries(caps)) {
      if ((asked[name as keyof KeyLimits] ?? 0) > cap) {
        problems.push({
          field: `limits.${name}`,
          message: `must be at most ${cap}, as the portal's administrators have it`,
        });
      }
    }
    return { ...caps, ...asked };
  }

  async #findModels(
    references: string[],
    organizationId: string,
    problems: FieldProblem[],
  ): Promise<string[]> {
    const ids = new Set<string>();
    for (const [index, reference] of references.entries()) {
      const meant = await this.options.models.readMeant(
        organizationId,
        reference,
      );
      if (meant.length === 0) {
        problems.push({
          field: `models.${index}`,
          message: 'is no model of the organization',
        });
      }
      meant.forEach(({ id }) => ids.add(id));
    }
    return [...ids];
  }
}

function toKey(key: StoredKey): Key {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    models: key.models ?? null,
    expires_at: key.expiresAt ?? null,
    limits: key.limits,
    created_by: key.createdBy,
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt ?? null,
  };
}

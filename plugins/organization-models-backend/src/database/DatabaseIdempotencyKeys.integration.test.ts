import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { openStores } from './__testUtils__/openStores';
import type {
  DatabaseIdempotencyKeys,
  KeyClaim,
} from './DatabaseIdempotencyKeys';

jest.setTimeout(60_000);

const NOW = new Date('2026-01-01T00:00:00Z');
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const DAY_MS = 24 * 3_600_000;

const claimOf = (given: Partial<KeyClaim> = {}): KeyClaim => ({
  caller: { organizationId: 'group:default/acme', subject: 'user:default/a' },
  key: 'key-1',
  body: { name: 'model' },
  now: NOW,
  ...given,
});

describe.each(databases.eachSupportedId())(
  'DatabaseIdempotencyKeys on %s',
  id => {
    let knex: Knex;
    let keys: DatabaseIdempotencyKeys;

    beforeEach(async () => {
      knex = await databases.init(id);
      keys = (await openStores(knex)).idempotencyKeys;
    });

    const answer = (claim: KeyClaim, modelId: string) =>
      knex.transaction(trx => keys.answer(trx, claim, modelId));

    it('lets one of several with the same key work', async () => {
      const known = await Promise.all(
        [1, 2, 3, 4].map(() => keys.claim(claimOf())),
      );
      expect(known.map(({ state }) => state).sort()).toEqual([
        'atWork',
        'atWork',
        'atWork',
        'new',
      ]);
    });

    it('answers the model for a day, and refuses another body', async () => {
      await keys.claim(claimOf());
      await answer(claimOf(), 'mdl_1');
      const later = { now: after(DAY_MS) };
      expect(await keys.claim(claimOf(later))).toEqual({
        state: 'answered',
        modelId: 'mdl_1',
      });
      expect(
        await keys.claim(claimOf({ ...later, body: { name: 'other' } })),
      ).toEqual({ state: 'reused' });
      expect(await keys.claim(claimOf({ now: after(DAY_MS + 1) }))).toEqual({
        state: 'new',
      });
    });

    it('keeps callers apart', async () => {
      await keys.claim(claimOf());
      const others = [
        { organizationId: 'group:default/globex', subject: 'user:default/a' },
        { organizationId: 'group:default/acme', subject: 'user:default/b' },
      ];
      for (const caller of others) {
        expect(await keys.claim(claimOf({ caller }))).toEqual({ state: 'new' });
      }
    });

    it('may be tried again after a failure, or when the process died', async () => {
      await keys.claim(claimOf());
      await keys.release(claimOf());
      expect(await keys.claim(claimOf())).toEqual({ state: 'new' });
      expect(await keys.claim(claimOf({ now: after(60_001) }))).toEqual({
        state: 'new',
      });
    });

    it('remembers what was made though its request believes that it failed', async () => {
      await keys.claim(claimOf());
      await answer(claimOf(), 'mdl_1');
      await keys.release(claimOf());
      expect(await keys.claim(claimOf())).toEqual({
        state: 'answered',
        modelId: 'mdl_1',
      });
    });

    it('stores no token, and takes bodies that differ by it for the same', async () => {
      const withToken = (hugging_face_token: string) =>
        claimOf({ body: { deployment_config: { hugging_face_token } } });
      await keys.claim(withToken('hf_first'));
      await answer(withToken('hf_first'), 'mdl_1');
      expect(await keys.claim(withToken('hf_second'))).toMatchObject({
        state: 'answered',
      });
      expect(JSON.stringify(await knex('idempotency_keys'))).not.toContain(
        'hf_',
      );
    });
  },
);

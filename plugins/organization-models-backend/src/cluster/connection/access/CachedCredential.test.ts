import { CachedCredential } from './CachedCredential';

function jwt(exp: unknown): string {
  const payload = Buffer.from(JSON.stringify({ exp })).toString('base64url');
  return `e30.${payload}.x`;
}

describe('CachedCredential', () => {
  let now = 1_000_000_000;
  let asked = 0;
  const caching = (token: () => string) => {
    asked = 0;
    return new CachedCredential(
      async () => {
        asked++;
        return { type: 'bearer token', token: token() };
      },
      () => now,
    );
  };

  it.each([
    ['a token of an hour a minute before', () => jwt(now / 1000 + 3600), 3_540],
    ['a token of ten seconds two before', () => jwt(now / 1000 + 10), 8],
    ['one that is no JWT after a minute', () => 'k8s-aws-v1.abc', 60],
    ['one that only looks like a JWT after a minute', () => 'a.b.c', 60],
    ['one without an end after a minute', () => jwt(undefined), 60],
  ])('renews %s', async (_, token, seconds) => {
    const credential = caching(token);
    await credential.read();
    now += seconds * 1000 - 1;
    await credential.read();
    expect(asked).toBe(1);
    now += 1;
    await credential.read();
    expect(asked).toBe(2);
  });

  it('asks once for many that wait', async () => {
    const credential = caching(() => 'x');
    await Promise.all([credential.read(), credential.read()]);
    expect(asked).toBe(1);
  });

  it('asks again when it was not taken', async () => {
    const credential = caching(() => 'x');
    await credential.read();
    credential.forget();
    await credential.read();
    expect(asked).toBe(2);
  });

  it('asks again after a failure', async () => {
    let failing = true;
    const credential = new CachedCredential(async () => {
      if (failing) {
        throw new Error('no');
      }
      return { type: 'anonymous' };
    });
    await expect(credential.read()).rejects.toThrow('no');
    failing = false;
    expect(await credential.read()).toEqual({ type: 'anonymous' });
  });
});

/** Who is let in by the registries of tests. */
export const REGISTRY_USER = { username: 'ci', password: 'not-a-real-one' };

/** How that user asks. */
export const AUTHORIZATION = `Basic ${Buffer.from(
  `${REGISTRY_USER.username}:${REGISTRY_USER.password}`,
).toString('base64')}`;

/** What the registry knows the password by: bcrypt. */
export const HTPASSWD =
  'ci:$2b$04$uwnAoyQrfdqLAKiu92FM3.MvGcIufs8.xMHswX5DIGVinuEAQ1ffK\n';

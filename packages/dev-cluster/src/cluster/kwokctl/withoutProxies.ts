/**
 * The environment for processes of a cluster.
 *
 * @remarks
 * The API server and its clients would send requests to 127.0.0.1 through a proxy.
 */
export function withoutProxies(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/_proxy$/i.test(name)),
  );
}

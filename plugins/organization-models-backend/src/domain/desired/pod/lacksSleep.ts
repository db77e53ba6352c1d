/**
 * Whether a cluster's API server does not take `lifecycle.preStop.sleep`, which
 * is on since Kubernetes 1.30. One that was not seen is taken for newer.
 *
 * @param version - as the API server tells it, for instance `v1.28.15+k3s1`
 */
export function lacksSleep(version: string | undefined): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return major === '1' && Number(minor) < 30;
}

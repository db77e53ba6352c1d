/** What tests on a real control plane need; also to be had from the package's entry. */
export { hasTestFailed } from './hasTestFailed';
export type { TestCluster } from './TestCluster';
export { useCluster } from './useCluster';
export { usePostgres } from './usePostgres';
export { waitFor, type WaitForOptions } from './waitFor';

import type { ErrorCode } from '../errorCodes';

/** What is refused by the checks of what is to run against its cluster. */
export const CHECKED_BY_CLUSTER: ErrorCode[] = [
  'InsufficientClusterResources',
  'QuotaExceeded',
  'RejectedByCluster',
  'NotInKubernetes',
  'MissingCrd',
  'ClusterUnavailable',
];

import type { PodSettings } from '../../domain/facts/ResolvedModel';
import type { NamespaceConfig } from '../../domain/namespaces/namespaceOf';
import type { NetworkRules } from '../../domain/namespaces/OrganizationNamespace';

/** What accepting a model has to know of a configured cluster. */
export type PlannedCluster = NamespaceConfig & {
  name: string;
  network: NetworkRules;
  requiredComponents: string[];
  serviceMonitorLabels: Record<string, string>;
  storageClass: string | undefined;
  /** Classes whose volumes several nodes can mount. */
  sharedStorageClasses: string[];
  pods: PodSettings;
};

import path from 'node:path';
import { ClusterComponent } from './components';

/**
 * Where the files of one cluster are.
 *
 * @remarks
 * `etcd` and `pki` are the cluster. All else is derived from them at each start, so that what a killed process or an
 * older version left behind cannot matter.
 */
export interface ClusterLayout {
  /** kwokctl's name for the cluster, and the context in its kubeconfig. */
  name: string;
  /** Everything of this cluster is below it. */
  directory: string;
  /** kwokctl's own part of it. */
  workDirectory: string;
  etcd: string;
  pki: string;
  kubeconfig: string;
  kwokctlConfig: string;
  /** Written when the cluster was completed once; without it the rest is half-made. */
  complete: string;
  pidFile(component: ClusterComponent): string;
  logFile(component: ClusterComponent): string;
}

/** The layout of the cluster in a directory. */
export function clusterLayout(directory: string, name: string): ClusterLayout {
  const workDirectory = path.join(directory, 'clusters', name);
  return {
    name,
    directory,
    workDirectory,
    etcd: path.join(workDirectory, 'etcd'),
    pki: path.join(workDirectory, 'pki'),
    kubeconfig: path.join(directory, 'kubeconfig'),
    kwokctlConfig: path.join(directory, 'kwokctl.yaml'),
    complete: path.join(directory, 'complete.json'),
    pidFile: component => path.join(workDirectory, 'pids', `${component}.pid`),
    logFile: component => path.join(workDirectory, 'logs', `${component}.log`),
  };
}

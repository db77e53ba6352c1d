import { choosePort } from '../../processes/choosePort';
import { ClusterComponent } from './components';

/** The TCP ports of a cluster's components on 127.0.0.1. */
export type ClusterPorts = Record<ClusterComponent | 'etcd-peer', number>;

/**
 * Chooses a port for every component: the preferred one where it is free, else one that the system gives.
 *
 * @remarks
 * kwokctl chooses too when none are given, but counts down from 32767, so that clusters started at the same time
 * choose the same.
 */
export async function choosePorts(
  preferred: Partial<ClusterPorts> = {},
): Promise<ClusterPorts> {
  const choose = (component: keyof ClusterPorts) =>
    choosePort(preferred[component]);
  return {
    etcd: await choose('etcd'),
    'etcd-peer': await choose('etcd-peer'),
    'kube-apiserver': await choose('kube-apiserver'),
    'kube-controller-manager': await choose('kube-controller-manager'),
    'kube-scheduler': await choose('kube-scheduler'),
    'kwok-controller': await choose('kwok-controller'),
  };
}

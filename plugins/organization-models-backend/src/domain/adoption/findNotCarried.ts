import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { LiveContainer, LivePodSpec } from './LiveWorkload';

/** What new pods will not have any more of what the old ones had. */
export function findNotCarried(
  pod: LivePodSpec,
  engine: LiveContainer,
): PlanWarning[] {
  const sidecars = (pod.containers ?? [])
    .filter(({ name }) => name !== engine.name)
    .map(({ name }) => name);
  const mounted = (engine.volumeMounts ?? [])
    .filter(({ mountPath }) => mountPath !== '/dev/shm')
    .map(({ mountPath }) => mountPath);
  const lost = [
    ...listed('the containers', sidecars),
    ...listed(
      'the init containers',
      (pod.initContainers ?? []).map(({ name }) => name),
    ),
    ...listed('what is mounted at', mounted),
    ...(pod.affinity ? ['the affinity'] : []),
    ...(pod.hostNetwork ? ['the network of the node'] : []),
    ...(pod.hostIPC ? ['the IPC namespace of the node'] : []),
    ...(pod.serviceAccountName && pod.serviceAccountName !== 'default'
      ? [`the service account ${pod.serviceAccountName}`]
      : []),
    ...(pod.runtimeClassName
      ? [`the runtime class ${pod.runtimeClassName}`]
      : []),
  ];
  return lost.map(what => ({
    code: 'NotCarriedOver',
    message: `New pods come without ${what}${
      what.startsWith('what is mounted')
        ? ', apart from one claim at /models'
        : ''
    }`,
  }));
}

function listed(what: string, names: string[]): string[] {
  return names.length > 0 ? [`${what} ${names.join(', ')}`] : [];
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { V1Container, V1Pod, V1Volume } from '@kubernetes/client-node';

/**
 * Folders of this machine by the paths at which the container has its volumes. A claim's outlives its pods; what is
 * the pod's own goes with it. Memory for processes to share is the machine's.
 */
export function volumeFolders(
  { volumeMounts = [] }: V1Container,
  { metadata, spec }: V1Pod,
  { directory, podDirectory }: { directory: string; podDirectory: string },
): Record<string, string> {
  const { namespace = '' } = metadata ?? {};
  return Object.fromEntries(
    volumeMounts.flatMap(({ name, mountPath }) => {
      const volume = spec?.volumes?.find(each => each.name === name);
      return mountPath === '/dev/shm' || !volume
        ? []
        : [[mountPath, made(folderOf(volume))]];
    }),
  );

  function folderOf({ name, persistentVolumeClaim: claim }: V1Volume): string {
    return claim
      ? path.join(directory, 'claims', namespace, claim.claimName)
      : path.join(podDirectory, name);
  }
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

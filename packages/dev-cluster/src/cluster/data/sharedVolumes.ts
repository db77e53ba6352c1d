import { KubernetesObject, V1StorageClass } from '@kubernetes/client-node';

/** The class that kwok plays volumes of, and the default one: mounted by one node at a time, as block devices are. */
const blockClass = 'kwok-volume';

/** A second one, for volumes that many nodes mount; the backend is told so by its configuration. */
export const sharedClass = 'kwok-shared-volume';

export const sharedStorageClass: V1StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: sharedClass },
  provisioner: 'kwok.x-k8s.io/volume',
  volumeBindingMode: 'Immediate',
};

interface Stage extends KubernetesObject {
  spec: {
    selector?: { matchExpressions?: { cel?: { expression: string } }[] };
  };
}

/** Makes the stages that play volumes play those of both classes; other objects stay as they are. */
export function playSharedVolumes(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Stage') return object;
  const stage = structuredClone(object) as Stage;
  for (const { cel } of stage.spec.selector?.matchExpressions ?? []) {
    if (cel) {
      cel.expression = cel.expression.replace(
        `== '${blockClass}'`,
        `in ['${blockClass}', '${sharedClass}']`,
      );
    }
  }
  return stage;
}

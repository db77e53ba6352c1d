/** A class, and a volume of it, since nobody provisions any here. */
export const STORAGE = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard' },
      provisioner: 'example.com/none',
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'volume' },
      spec: {
        capacity: { storage: '1Ti' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'standard',
        hostPath: { path: '/nowhere' },
      },
    },
  ],
};

/** A Kubernetes object as the API server sends it. */
export type RawObject = {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    generation?: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
    finalizers?: string[];
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: {
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
    }[];
    managedFields?: {
      manager?: string;
      operation?: string;
      subresource?: string;
      time?: string;
      fieldsV1?: Record<string, any>;
    }[];
  };
  [field: string]: any;
};

import type { V1ServiceSpec } from '@kubernetes/client-node';
import type { Manifest } from '../facts/ResolvedModel';
import { Build, buildMetadata } from './buildMetadata';
import { OWNER_ANNOTATIONS, podSelector } from '../ownership/ownership';
import { writeRecord } from './modelRecord';

/**
 * The Service; AIBrix routes to it by the model's name. It has the record, too:
 * on a Deployment each change of it would count as one of the workload.
 */
export function buildService(build: Build): Manifest {
  const { context, runtime } = build;
  const spec: V1ServiceSpec = {
    type: 'ClusterIP',
    selector: podSelector(context),
    ports: [
      {
        name: 'http',
        port: runtime.endpoints.port,
        targetPort: 'http',
        protocol: 'TCP',
      },
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: withRecord(buildMetadata(build), context),
    spec,
  };
}

function withRecord(
  metadata: Manifest['metadata'],
  context: Build['context'],
): Manifest['metadata'] {
  const record = writeRecord(context);
  return record
    ? {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          [OWNER_ANNOTATIONS.record]: record,
        },
      }
    : metadata;
}

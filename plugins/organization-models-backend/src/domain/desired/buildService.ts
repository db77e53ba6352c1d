import type { V1ServiceSpec } from '@kubernetes/client-node';
import type { Manifest } from '../facts/ResolvedModel';
import { Build, buildMetadata } from './buildMetadata';
import { podSelector } from '../ownership/ownership';

/** The Service; AIBrix routes to it by the model's name. */
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
    metadata: buildMetadata(build),
    spec,
  };
}

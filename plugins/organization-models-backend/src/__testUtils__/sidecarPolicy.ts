const NAME = 'injects-sidecars';

/**
 * Gives pods a sidecar, as the webhook of a service mesh does. All that is given
 * are CEL expressions over the pod, which is `object`.
 */
export function sidecarPolicy({
  matches,
  cpu,
  memory,
}: {
  matches: string;
  cpu: string;
  memory: string;
}) {
  const sidecar = `Object.spec.initContainers{name: "proxy", image: "proxy", restartPolicy: "Always", resources: Object.spec.initContainers.resources{requests: {"cpu": ${cpu}, "memory": ${memory}}}}`;
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingAdmissionPolicy',
        metadata: { name: NAME },
        spec: {
          failurePolicy: 'Fail',
          reinvocationPolicy: 'Never',
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: [''],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['pods'],
              },
            ],
          },
          matchConditions: [{ name: 'matches', expression: matches }],
          mutations: [
            {
              patchType: 'ApplyConfiguration',
              applyConfiguration: {
                expression: `Object{spec: Object.spec{initContainers: [${sidecar}]}}`,
              },
            },
          ],
        },
      },
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingAdmissionPolicyBinding',
        metadata: { name: NAME },
        spec: { policyName: NAME },
      },
    ],
  };
}

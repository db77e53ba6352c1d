import type {
  V1Affinity,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
} from '@kubernetes/client-node';
import type { CaseModel, CaseNode, CasePod, FitCase } from './FitCase';

type Quantities = Record<string, string>;

/** The label by which a case's pods keep to its nodes. */
const CASE_LABEL = 'fit-case';

/** Annotations by which a pod says what the cluster is to add to it. */
export const INJECTED = {
  cpu: 'fit-case/injected-cpu',
  memory: 'fit-case/injected-memory',
};

/** The objects of one case; `id` keeps it apart from others. */
export function buildFitCase({ nodes, running, model }: FitCase, id: string) {
  const names = nodes.map((_, index) => `${id}-node-${index}`);
  return {
    nodes: nodes.map((node, index) => buildNode(node, names[index], id)),
    running: running.map((pod, index) => ({
      state: pod.state,
      pod: buildRunning(pod, {
        name: `${id}-running-${index}`,
        nodeName: names[pod.node % names.length],
        id,
      }),
    })),
    volume: model.volumeZone
      ? buildVolume(model.volumeZone, `${id}-volume`)
      : undefined,
    replicas: Array.from({ length: model.replicas }, (_, index) =>
      buildReplica(model, `${id}-replica-${index}`, id),
    ),
  };
}

function buildNode(node: CaseNode, name: string, id: string): V1Node {
  const { labels, taints, unschedulable, allocatable } = node;
  return {
    metadata: {
      name,
      labels: {
        ...labels,
        'kubernetes.io/hostname': name,
        [CASE_LABEL]: id,
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: { taints, unschedulable },
    status: {
      allocatable,
      capacity: allocatable,
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

function buildRunning(
  { requests, init, pod, state, keepsAway }: CasePod,
  { name, nodeName, id }: { name: string; nodeName: string; id: string },
): V1Pod {
  return {
    metadata: {
      name,
      // keeps a deleted pod there, as a kubelet does while it ends
      finalizers: state === 'terminating' ? ['fit.test/keep'] : undefined,
    },
    spec: {
      nodeName,
      automountServiceAccountToken: false,
      // evictions by taints are not what is tested
      tolerations: [{ operator: 'Exists' }],
      resources: pod && { requests: pod },
      affinity: keepsAway && buildAntiAffinity(keepsAway, id),
      containers: requests.map((each, index) =>
        buildContainer(`main-${index}`, each),
      ),
      initContainers: init.map(({ requests: each, sidecar }, index) => ({
        ...buildContainer(`init-${index}`, each),
        restartPolicy: sidecar ? 'Always' : undefined,
      })),
    },
  };
}

function buildAntiAffinity(
  { from, whom, namespaces }: NonNullable<CasePod['keepsAway']>,
  id: string,
): V1Affinity {
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: from,
          labelSelector: {
            matchLabels: { [CASE_LABEL]: whom === 'model' ? id : 'nobody' },
          },
          ...(namespaces === 'all' && { namespaceSelector: {} }),
          ...(namespaces === 'elsewhere' && { namespaces: ['elsewhere'] }),
        },
      ],
    },
  };
}

function buildReplica(model: CaseModel, name: string, id: string): V1Pod {
  const { affinity, apart, maxSkew, nodeSelector, requests, tolerations } =
    model;
  const labelSelector = { matchLabels: { [CASE_LABEL]: id } };
  return {
    metadata: {
      name,
      labels: { [CASE_LABEL]: id },
      annotations: model.injected && {
        [INJECTED.cpu]: model.injected.cpu,
        [INJECTED.memory]: model.injected.memory,
      },
    },
    spec: {
      automountServiceAccountToken: false,
      nodeSelector: { ...nodeSelector, [CASE_LABEL]: id },
      tolerations,
      affinity: {
        nodeAffinity: affinity && {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: affinity,
          },
        },
        podAntiAffinity: apart && {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector, topologyKey: apart },
          ],
        },
      },
      topologySpreadConstraints: maxSkew
        ? [
            {
              labelSelector,
              maxSkew,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'DoNotSchedule',
            },
          ]
        : undefined,
      volumes: model.volumeZone
        ? [
            {
              name: 'models',
              persistentVolumeClaim: { claimName: `${id}-volume` },
            },
          ]
        : undefined,
      initContainers: model.sidecar && [
        {
          ...buildContainer('sidecar', model.sidecar),
          restartPolicy: 'Always',
        },
      ],
      containers: [buildContainer('model', requests)],
    },
  };
}

// bound to each other by name, so that nothing has to be provisioned
function buildVolume(zone: string, name: string) {
  const accessModes = ['ReadWriteMany'];
  return {
    volume: {
      metadata: { name },
      spec: {
        accessModes,
        capacity: { storage: '1Gi' },
        hostPath: { path: '/nowhere' },
        storageClassName: 'none',
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  {
                    key: 'topology.kubernetes.io/zone',
                    operator: 'In',
                    values: [zone],
                  },
                ],
              },
            ],
          },
        },
      },
    } satisfies V1PersistentVolume,
    claim: {
      metadata: { name },
      spec: {
        accessModes,
        volumeName: name,
        storageClassName: 'none',
        resources: { requests: { storage: '1Gi' } },
      },
    } satisfies V1PersistentVolumeClaim,
  };
}

// extended resources have to be limited to what they request
function buildContainer(name: string, requests: Quantities) {
  const limits = Object.fromEntries(
    Object.entries(requests).filter(([resource]) => resource.includes('/')),
  );
  return { name, image: 'none', resources: { requests, limits } };
}

import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { CaseModel, CaseNode, CasePod, FitCase } from './FitCase';

type Quantities = Record<string, string>;

/** The label by which a case's pods keep to its nodes. */
const CASE_LABEL = 'fit-case';

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
      }),
    })),
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
      labels: { ...labels, [CASE_LABEL]: id },
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
  { requests, init, pod, state }: CasePod,
  { name, nodeName }: { name: string; nodeName: string },
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

function buildReplica(model: CaseModel, name: string, id: string): V1Pod {
  const { affinity, nodeSelector, requests, tolerations } = model;
  return {
    metadata: { name, labels: { [CASE_LABEL]: id } },
    spec: {
      automountServiceAccountToken: false,
      nodeSelector: { ...nodeSelector, [CASE_LABEL]: id },
      tolerations,
      affinity: affinity && {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: affinity,
          },
        },
      },
      containers: [buildContainer('model', requests)],
    },
  };
}

// extended resources have to be limited to what they request
function buildContainer(name: string, requests: Quantities) {
  const limits = Object.fromEntries(
    Object.entries(requests).filter(([resource]) => resource.includes('/')),
  );
  return { name, image: 'none', resources: { requests, limits } };
}

import { V1Node, V1NodeStatus, V1Taint } from '@kubernetes/client-node';
import { amdLabels, amdResources } from './amdNode';
import { NodeShape } from './NodeShape';
import { notReadyAnnotations, notReadyConditions } from './notReadyNodes';
import { nvidiaLabels, nvidiaResources } from './nvidiaNode';

const nodeInfo = {
  architecture: 'amd64',
  bootID: '9f0a2d5e-6f0b-4b4c-9a53-0d5b4d1c7a10',
  containerRuntimeVersion: 'containerd://2.1.4',
  kernelVersion: '6.8.0-1039-nvidia',
  kubeProxyVersion: 'v1.36.3',
  kubeletVersion: 'v1.36.3',
  machineID: 'ec2f5f6b5b2e4f6b8f0d3a1c9b7e6d54',
  operatingSystem: 'linux',
  osImage: 'Ubuntu 24.04.3 LTS',
  systemUUID: 'ec2f5f6b-5b2e-4f6b-8f0d-3a1c9b7e6d54',
};

/**
 * Builds the nodes of a shape as their kubelets would register them.
 *
 * @remarks
 * Addresses are left to kwok: the API server reaches a pod's logs and ports at them.
 */
export function buildNodes(shape: NodeShape, options: { now: Date }): V1Node[] {
  return Array.from({ length: shape.count }, (_, index) =>
    buildNode(`${shape.name}-${index + 1}`, { ...options, shape, index }),
  );
}

function buildNode(
  name: string,
  options: { shape: NodeShape; index: number; now: Date },
): V1Node {
  const { shape, index, now } = options;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        ...machineLabels(name, shape, index),
        ...acceleratorLabels(shape),
      },
      annotations: {
        'kwok.x-k8s.io/node': 'fake',
        'node.alpha.kubernetes.io/ttl': '0',
        ...(shape.state === 'not-ready' ? notReadyAnnotations : {}),
      },
    },
    spec: {
      taints: taints(shape),
      ...(shape.state === 'cordoned' ? { unschedulable: true } : {}),
    },
    status: buildStatus(shape, now),
  };
}

function machineLabels(name: string, shape: NodeShape, index: number) {
  return {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': name,
    'node.kubernetes.io/instance-type': shape.instanceType,
    'topology.kubernetes.io/region': 'region-1',
    'topology.kubernetes.io/zone': `region-1${'ab'[index % 2]}`,
  };
}

function acceleratorLabels({ accelerator }: NodeShape) {
  switch (accelerator?.vendor) {
    case 'nvidia':
      return nvidiaLabels(accelerator);
    case 'amd':
      return amdLabels(accelerator);
    default:
      return {};
  }
}

function acceleratorResources({ accelerator }: NodeShape) {
  switch (accelerator?.vendor) {
    case 'nvidia':
      return nvidiaResources(accelerator);
    case 'amd':
      return amdResources(accelerator);
    default:
      return {};
  }
}

function taints({ tainted, accelerator }: NodeShape): V1Taint[] {
  if (!tainted || !accelerator) return [];
  const key = `${accelerator.vendor}.com/gpu`;
  return [{ key, value: 'present', effect: 'NoSchedule' }];
}

function buildStatus(shape: NodeShape, now: Date): V1NodeStatus {
  const resources = acceleratorResources(shape);
  return {
    capacity: {
      cpu: String(shape.cpus),
      memory: `${shape.memoryGiB}Gi`,
      'ephemeral-storage': `${shape.storageGiB}Gi`,
      pods: '110',
      ...resources,
    },
    // Less what kubelet and system keep for themselves.
    allocatable: {
      cpu: `${shape.cpus * 1000 - 250}m`,
      memory: `${shape.memoryGiB - 2}Gi`,
      'ephemeral-storage': `${Math.floor(shape.storageGiB * 0.9)}Gi`,
      pods: '110',
      ...resources,
    },
    nodeInfo,
    ...(shape.state === 'not-ready'
      ? { conditions: notReadyConditions(now.toISOString()) }
      : {}),
  };
}

import { OWNER_ANNOTATIONS } from '../ownership/ownership';
import type { Manifest } from '../facts/ResolvedModel';
import { findRuntime } from '../engines/findRuntime';
import { buildMirrorQuota } from './buildMirrorQuota';
import {
  namespacedMetadata,
  type NetworkRules,
  type OrganizationNamespace,
} from './OrganizationNamespace';

/**
 * The namespace of an organization, and what keeps its pods apart from those
 * of others; the namespace comes first.
 *
 * @remarks Without limits there is no ResourceQuota among them.
 */
export function buildNamespaceObjects(of: OrganizationNamespace): Manifest[] {
  return [
    buildNamespace(of),
    buildLimitRange(of),
    buildNetworkPolicy(of),
    ...buildMirrorQuota(of),
  ];
}

function buildNamespace(of: OrganizationNamespace): Manifest {
  const level = 'restricted';
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      ...namespacedMetadata(of),
      name: of.namespace,
      namespace: '',
      labels: {
        ...namespacedMetadata(of).labels,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/audit': level,
        'pod-security.kubernetes.io/warn': level,
      },
      annotations: { [OWNER_ANNOTATIONS.organization]: of.organizationId },
    },
  };
}

// A ResourceQuota refuses pods that say nothing; ours say everything but a
// limit of CPU, which must not get one
function buildLimitRange(of: OrganizationNamespace): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: namespacedMetadata(of),
    spec: {
      limits: [
        {
          type: 'Container',
          default: { memory: '512Mi' },
          defaultRequest: { cpu: '100m', memory: '512Mi' },
        },
      ],
    },
  };
}

/** Ports of DNS: of OpenShift's pods, which are asked at another than their Service, too. */
const DNS_PORTS = [53, 5353];

const ALL_ADDRESSES = ['0.0.0.0/0', '::/0'];

function buildNetworkPolicy(of: OrganizationNamespace): Manifest {
  const { ingressNamespaces } = of.network;
  const { port } = findRuntime('vllm').endpoints;
  const callers = ingressNamespaces.map(name => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: namespacedMetadata(of),
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: [{ podSelector: {} }, ...callers], ports: [tcp(port)] },
      ],
      egress: [
        { ports: DNS_PORTS.flatMap(number => [udp(number), tcp(number)]) },
        ...buildEgress(of.network),
      ],
    },
  };
}

// An egress rule without ports would allow all of them
function buildEgress(network: NetworkRules): object[] {
  const { egressPorts, egressCidrs, egressExcept } = network;
  const blocks =
    egressCidrs ?? (egressExcept.length ? ALL_ADDRESSES : undefined);
  if (!egressPorts.length || blocks?.length === 0) {
    return [];
  }
  const to = blocks?.map(cidr => {
    // Kubernetes refuses an exception that is not within its block
    const except = cidr.endsWith('/0')
      ? egressExcept.filter(each => each.includes(':') === cidr.includes(':'))
      : [];
    return { ipBlock: { cidr, ...(except.length ? { except } : {}) } };
  });
  return [{ ...(to ? { to } : {}), ports: egressPorts.map(tcp) }];
}

function udp(port: number) {
  return { protocol: 'UDP', port };
}

function tcp(port: number) {
  return { protocol: 'TCP', port };
}

import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Amounts } from '../facts/ClusterFacts';
import { toSchedulerUnits, fromSchedulerUnits } from './schedulerUnits';

type Quantities = Record<string, string>;

type Container = {
  name: string;
  restartPolicy?: string;
  resources?: { requests?: Quantities };
};

type ContainerStatus = {
  name: string;
  resources?: { requests?: Quantities };
  allocatedResources?: Quantities;
};

/** The part of a Kubernetes Pod that says what it takes from its node. */
export type PodResources = {
  spec?: {
    containers: Container[];
    initContainers?: Container[];
    overhead?: Quantities;
    resources?: { requests?: Quantities };
  };
  status?: {
    conditions?: { type: string; reason?: string }[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
};

/**
 * What the scheduler takes a pod's requests for, in base units, `pods: 1`
 * included: containers together with sidecars, or the largest init container
 * with the sidecars before it; a pod's own requests instead, where it has
 * any; its overhead; and while it is resized, the larger of both sizes.
 *
 * @remarks Source: k8s.io/component-helpers/resource.PodRequests.
 */
export function computePodRequests(pod: PodResources): Amounts {
  const total = {
    ...aggregateContainers(pod),
    ...podLevelRequests(pod.spec?.resources?.requests),
  };
  const requests = add(total, toAmounts(pod.spec?.overhead));
  return { ...fromSchedulerUnits(toSchedulerUnits(requests)), pods: 1 };
}

function aggregateContainers(pod: PodResources): Amounts {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const main = containers
    .map(container => effectiveRequests(container, pod))
    .reduce(add, {});
  let sidecars: Amounts = {};
  let largest: Amounts = {};
  for (const container of initContainers) {
    if (container.restartPolicy === 'Always') {
      sidecars = add(sidecars, effectiveRequests(container, pod));
      largest = max(largest, sidecars);
    } else {
      const requests = toAmounts(container.resources?.requests);
      largest = max(largest, add(requests, sidecars));
    }
  }
  return max(add(main, sidecars), largest);
}

function effectiveRequests(container: Container, pod: PodResources): Amounts {
  const asked = toAmounts(container.resources?.requests);
  const status = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ].find(({ name }) => name === container.name);
  if (!status?.resources) {
    return asked;
  }
  const actual = max(
    toAmounts(status.resources.requests),
    toAmounts(status.allocatedResources),
  );
  return isResizeInfeasible(pod) ? actual : max(asked, actual);
}

function isResizeInfeasible(pod: PodResources): boolean {
  return (
    pod.status?.conditions?.find(({ type }) => type === 'PodResizePending')
      ?.reason === 'Infeasible'
  );
}

// other resources cannot be asked for a pod as a whole
function podLevelRequests(requests: Quantities | undefined): Amounts {
  return Object.fromEntries(
    Object.entries(toAmounts(requests)).filter(
      ([resource]) =>
        resource === 'cpu' ||
        resource === 'memory' ||
        resource.startsWith('hugepages-'),
    ),
  );
}

function toAmounts(quantities: Quantities = {}): Amounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, quantity]) => [
      resource,
      parseQuantity(quantity) ?? 0,
    ]),
  );
}

function add(left: Amounts, right: Amounts): Amounts {
  return merge(left, right, (a, b) => a + b);
}

function max(left: Amounts, right: Amounts): Amounts {
  return merge(left, right, Math.max);
}

function merge(
  left: Amounts,
  right: Amounts,
  combine: (a: number, b: number) => number,
): Amounts {
  const merged = { ...left };
  for (const [resource, amount] of Object.entries(right)) {
    merged[resource] = combine(merged[resource] ?? 0, amount);
  }
  return merged;
}

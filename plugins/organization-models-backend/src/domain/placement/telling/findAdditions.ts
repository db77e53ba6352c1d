import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Amounts } from '../../facts/ClusterFacts';
import { describeAmounts } from './describeAmounts';
import { computePodRequests } from '../podRequests';
import { toSchedulerUnits } from '../schedulerUnits';
import type { PlacedPodSpec } from '../toReplica';

/**
 * What the cluster makes of the pods beyond their template: sidecars that
 * webhooks inject, requests that a LimitRange fills in.
 */
export function findAdditions(
  template: PlacedPodSpec,
  pod: PlacedPodSpec,
): PlanWarning[] {
  const added = describeAmounts(excess(requestsOf(pod), requestsOf(template)));
  const names = [
    ...newNames(template.containers, pod.containers, 'the sidecar'),
    ...newNames(
      template.initContainers,
      pod.initContainers?.filter(isSidecar),
      'the sidecar',
    ),
    ...newNames(
      template.initContainers,
      pod.initContainers?.filter(container => !isSidecar(container)),
      'the init container',
    ),
  ];
  if (names.length === 0 && added === '') {
    return [];
  }
  return [
    {
      code: 'AddedByCluster',
      message: `The cluster adds ${
        names.length > 0 ? names.join(' and ') : 'requests'
      } to each pod${
        added === '' ? '' : `: ${added}`
      }. It counts in what a replica needs.`,
    },
  ];
}

type Containers = PlacedPodSpec['containers'];

function newNames(
  before: Containers = [],
  after: Containers = [],
  what: string,
): string[] {
  const known = before.map(({ name }) => name);
  return after
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => `${what} ${name}`);
}

function isSidecar({ restartPolicy }: Containers[number]): boolean {
  return restartPolicy === 'Always';
}

function requestsOf(spec: PlacedPodSpec): Amounts {
  return toSchedulerUnits(computePodRequests({ spec }));
}

function excess(after: Amounts, before: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(after).map(([resource, amount]) => [
      resource,
      amount - (before[resource] ?? 0),
    ]),
  );
}

/*
 * A stand-in of Envoy Gateway: tells of each HTTPRoute of the gateway whether it is accepted and whether its
 * Service can be reached.
 */
import { isDeepStrictEqual } from 'node:util';
import { KubernetesObject } from '@kubernetes/client-node';
import { Condition, setConditions } from '../cluster/conditions';
import { isServed, StandInCluster } from '../cluster/StandInCluster';
import { watchObjects } from '../cluster/watchObjects';
import { writeStatus } from '../cluster/writeStatus';
import { GATEWAY, GATEWAY_CONTROLLER } from './operands';

interface HttpRoute extends KubernetesObject {
  spec: {
    parentRefs?: { name: string; namespace?: string }[];
    rules?: { backendRefs?: { name: string; namespace?: string }[] }[];
  };
  status?: { parents?: { conditions: Condition[] }[] };
}

const ROUTE = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  plural: 'httproutes',
};
const GRANT = {
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
};
const SERVICE = { apiVersion: 'v1', kind: 'Service', plural: 'services' };

/** Judges routes until the cluster's signal aborts. */
export async function judgeRoutes(cluster: StandInCluster): Promise<void> {
  if (!(await isServed(cluster, ROUTE))) {
    return;
  }
  const judgeAll = async () => {
    for (const route of routes.list()) {
      await judge(route);
    }
  };
  const again = { added: judgeAll, removed: judgeAll };
  const judge = (route: HttpRoute) =>
    judgeRoute(cluster, route, {
      services: services.list(),
      grants: grants.list(),
    });
  const nothing = { list: () => [] };
  let [services, grants, routes] = [nothing, nothing, nothing] as [
    { list(): readonly KubernetesObject[] },
    { list(): readonly KubernetesObject[] },
    { list(): readonly HttpRoute[] },
  ];
  services = await watchObjects(cluster, SERVICE, again);
  grants = await watchObjects(cluster, GRANT, again);
  routes = await watchObjects<HttpRoute>(cluster, ROUTE, {
    added: judge,
    changed: judge,
  });
}

async function judgeRoute(
  cluster: StandInCluster,
  route: HttpRoute,
  known: {
    services: readonly KubernetesObject[];
    grants: readonly KubernetesObject[];
  },
): Promise<void> {
  const parent = route.spec.parentRefs?.find(
    ({ name, namespace = route.metadata?.namespace }) =>
      name === GATEWAY.name && namespace === GATEWAY.namespace,
  );
  if (!parent) {
    return;
  }
  const before = route.status?.parents?.[0]?.conditions ?? [];
  const conditions = setConditions(before, assessRoute(route, known), {
    now: new Date(),
  });
  if (!isDeepStrictEqual(before, conditions)) {
    await writeStatus(cluster, route, {
      plural: ROUTE.plural,
      status: {
        parents: [
          {
            parentRef: GATEWAY,
            controllerName: GATEWAY_CONTROLLER,
            conditions,
          },
        ],
      },
    });
  }
}

function assessRoute(
  route: HttpRoute,
  {
    services,
    grants,
  }: {
    services: readonly KubernetesObject[];
    grants: readonly KubernetesObject[];
  },
): Omit<Condition, 'lastTransitionTime'>[] {
  const home = route.metadata?.namespace;
  const observedGeneration = route.metadata?.generation;
  const backends = (route.spec.rules ?? [])
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .map(({ name, namespace = home }) => ({ name, namespace }));
  const forbidden = backends.find(
    ({ namespace }) =>
      namespace !== home &&
      !grants.some(({ metadata }) => metadata?.namespace === namespace),
  );
  const missing = backends.find(
    ({ name, namespace }) =>
      !services.some(
        ({ metadata }) =>
          metadata?.name === name && metadata?.namespace === namespace,
      ),
  );
  return [
    {
      type: 'Accepted',
      status: 'True',
      reason: 'Accepted',
      message: 'Route is accepted',
      observedGeneration,
    },
    { type: 'ResolvedRefs', observedGeneration, ...verdict() },
  ];

  function verdict() {
    if (forbidden) {
      return {
        status: 'False',
        reason: 'RefNotPermitted',
        message: `Backend ref to Service ${forbidden.namespace}/${forbidden.name} not permitted by any ReferenceGrant.`,
      } as const;
    }
    if (missing) {
      return {
        status: 'False',
        reason: 'BackendNotFound',
        message: `Service ${missing.namespace}/${missing.name} not found`,
      } as const;
    }
    return {
      status: 'True',
      reason: 'ResolvedRefs',
      message: 'Resolved all the Object references for the Route',
    } as const;
  }
}

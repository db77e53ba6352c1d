/*
 * A stand-in of installing the operators: Deployments, and the objects whose status tells that they work
 * (ClusterPolicy `ready`, GatewayClass accepted, Gateway programmed, a Prometheus that selects monitors).
 */
import { KubernetesObject } from '@kubernetes/client-node';
import { setConditions } from '../cluster/conditions';
import {
  applyObject,
  createUnlessThere,
  isServed,
  StandInCluster,
} from '../cluster/StandInCluster';
import { writeStatus } from '../cluster/writeStatus';
import { Operator, OperatorDeployment, operators } from './operators';
import { operands } from './operands';

const manager = 'operator-stand-in';

/** Installs each operator whose CRD is there. */
export async function installOperators(cluster: StandInCluster): Promise<void> {
  await Promise.all(
    operators.map(operator => installOperator(cluster, operator)),
  );
  await Promise.all(
    operands.map(async ({ object, plural, conditions, status }) => {
      if (!(await isServed(cluster, toKind(object)))) {
        return;
      }
      await ensureNamespace(cluster, object.metadata?.namespace);
      await createUnlessThere(cluster, object, { manager });
      await writeStatus(cluster, object, {
        plural,
        status: {
          ...status,
          conditions: setConditions([], conditions, { now: new Date() }),
        },
      });
    }),
  );
}

async function installOperator(
  cluster: StandInCluster,
  { provenBy, namespace, deployments }: Operator,
): Promise<void> {
  if (!(await isServed(cluster, provenBy))) {
    return;
  }
  await ensureNamespace(cluster, namespace);
  for (const deployment of deployments) {
    await applyObject(cluster, toDeployment(namespace, deployment), {
      manager,
    });
  }
}

async function ensureNamespace(cluster: StandInCluster, name?: string) {
  if (name) {
    await createUnlessThere(
      cluster,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      { manager },
    );
  }
}

function toKind({ apiVersion = '', kind = '' }: KubernetesObject) {
  return { apiVersion, kind };
}

function toDeployment(
  namespace: string,
  { name, labels, image }: OperatorDeployment,
): KubernetesObject {
  const selector = { 'dev-cluster/deployment': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...labels, ...selector } },
        spec: { containers: [{ name: 'manager', image }] },
      },
    },
  } as KubernetesObject;
}

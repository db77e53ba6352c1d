import type { OperatorFacts } from '../../../domain/facts/ClusterFacts';
import { findComponentOfDeployment } from '../../../domain/readiness/components';
import type { RawObject } from '../../connection/RawObject';

export type OperatorDeployment = {
  component: string;
  namespace: string;
  name: string;
  available: boolean;
};

/** Reads a Deployment if it belongs to an operator that we know. */
export function toOperatorDeployment(
  deployment: RawObject,
): OperatorDeployment | undefined {
  const { name, namespace = '', labels = {} } = deployment.metadata;
  const component = findComponentOfDeployment({ name, namespace, labels });
  return component
    ? { component, namespace, name, available: isAvailable(deployment) }
    : undefined;
}

function isAvailable({ status }: RawObject): boolean {
  return (status?.conditions ?? []).some(
    (condition: { type: string; status: string }) =>
      condition.type === 'Available' && condition.status === 'True',
  );
}

export function toOperatorFacts(
  deployments: OperatorDeployment[],
): OperatorFacts[] {
  const byComponent = new Map<string, OperatorFacts>();
  for (const { component, ...deployment } of deployments) {
    const facts = byComponent.get(component) ?? { component, deployments: [] };
    facts.deployments.push(deployment);
    byComponent.set(component, facts);
  }
  return [...byComponent.values()];
}

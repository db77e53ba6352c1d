import type { RouteFacts } from '../../../domain/facts/ObservedModel';
import type { RawObject } from '../../connection/RawObject';
import { gatewayName } from './toGateway';

/** The route which AIBrix makes for a model, and whether it is in force. */
export type Route = {
  modelName: string;
  /** Namespace and name of the gateway that serves it. */
  gateway?: string;
  facts: RouteFacts;
};

const ROUTE_SUFFIX = '-router';

export function toRoute(object: RawObject): Route | undefined {
  const { name, namespace } = object.metadata;
  if (!name.endsWith(ROUTE_SUFFIX)) {
    return undefined;
  }
  const conditions: { type: string; status: string; message?: string }[] =
    object.status?.parents?.[0]?.conditions ?? [];
  const isTrue = (type: string) =>
    conditions.some(
      condition => condition.type === type && condition.status === 'True',
    );
  const parent: { name: string; namespace?: string } | undefined =
    object.spec?.parentRefs?.[0];
  const failed = conditions.find(({ status }) => status !== 'True');
  return {
    modelName: name.slice(0, -ROUTE_SUFFIX.length),
    ...(parent && {
      gateway: gatewayName(parent.namespace ?? namespace, parent.name),
    }),
    facts: {
      accepted: isTrue('Accepted'),
      resolvedRefs: isTrue('ResolvedRefs'),
      ...(failed?.message ? { message: failed.message } : {}),
    },
  };
}

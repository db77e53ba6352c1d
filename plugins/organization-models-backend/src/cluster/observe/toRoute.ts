import type { RawObject } from '../watchResource';

/** The route which AIBrix makes for a model, and whether it is in force. */
export type Route = {
  modelName: string;
  facts: { accepted: boolean; resolvedRefs: boolean; message?: string };
};

const ROUTE_SUFFIX = '-router';

export function toRoute(object: RawObject): Route | undefined {
  const { name } = object.metadata;
  if (!name.endsWith(ROUTE_SUFFIX)) {
    return undefined;
  }
  const conditions: { type: string; status: string; message?: string }[] =
    object.status?.parents?.[0]?.conditions ?? [];
  const isTrue = (type: string) =>
    conditions.some(
      condition => condition.type === type && condition.status === 'True',
    );
  const failed = conditions.find(({ status }) => status !== 'True');
  return {
    modelName: name.slice(0, -ROUTE_SUFFIX.length),
    facts: {
      accepted: isTrue('Accepted'),
      resolvedRefs: isTrue('ResolvedRefs'),
      ...(failed?.message ? { message: failed.message } : {}),
    },
  };
}

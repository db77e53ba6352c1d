import { createHash } from 'node:crypto';

/**
 * What a person agrees to: the objects with their actions. Free capacity and
 * random ids are not in it, since they change while the person reads.
 */
export function hashPlan(plan: {
  organizationId: string;
  baseGeneration: number;
  objects: {
    kind: string;
    name: string;
    action: string;
    diff: { path: string }[];
  }[];
}): string {
  const { organizationId, baseGeneration, objects } = plan;
  const agreed = objects.map(({ kind, name, action, diff }) => [
    kind,
    name,
    action,
    diff.map(({ path }) => path),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([organizationId, baseGeneration, agreed]))
    .digest('hex')
    .slice(0, 32);
}

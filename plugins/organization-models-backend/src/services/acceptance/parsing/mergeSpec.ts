import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { isEqual, isPlainObject } from 'lodash';
import type { StoredSpec } from '../../../domain/facts/ResolvedModel';
import { mergeFields } from './mergeFields';

type Fields = Record<string, unknown>;

/** Fields of a model that are decided with it. */
const DECIDED = [
  'id',
  'organization_id',
  'created_by',
  'cluster',
  'namespace',
  'deployment_name',
  'service_name',
  'created_at',
];
/** Fields that the server goes on writing. */
const OBSERVED = [
  'status',
  'status_reason',
  'conditions',
  'replicas',
  'internal_url',
  'endpoint_url',
  'healing_paused_until',
  'generation',
  'observed_generation',
  'updated_at',
];
/** Fields of the moment, which are others with each answer. */
const OF_THE_ANSWER = ['observed_at', 'stale', 'cost'];
/** Of the spec, but decided once. */
const FIXED = ['name', 'deployment_config.cluster'];

export type MergedSpec = {
  /** The whole spec as it would be asked anew; not yet validated. */
  body: Fields;
  problems: { field: string; message: string }[];
};

/**
 * Lays a body of PUT over a stored spec: objects merge, arrays replace, `null`
 * restores the default. What equals what GET shows changes nothing, so that a
 * model which was read, edited and sent back changes only what was edited.
 */
export function mergeSpec(
  stored: StoredSpec,
  shown: Model,
  body: Fields,
): MergedSpec {
  const problems: MergedSpec['problems'] = [];
  const patch: Fields = {};
  // What the controller writes may have changed since a model was read
  const wasRead = Object.hasOwn(body, 'generation');
  for (const [field, value] of Object.entries(body)) {
    if (OF_THE_ANSWER.includes(field)) {
      continue;
    }
    const isDecided = DECIDED.includes(field);
    if (!isDecided && !OBSERVED.includes(field)) {
      patch[field] = value;
    } else if (
      (isDecided || !wasRead) &&
      !isEqual(value, shown[field as keyof Model])
    ) {
      problems.push({ field, message: refusalOf(field) });
    }
  }
  const changed = withoutShown(patch, shown as unknown as Fields) as Fields;
  for (const path of FIXED) {
    if (hasPath(changed, path)) {
      problems.push({
        field: path,
        message: 'cannot be changed: make a new model instead',
      });
    }
  }
  return { body: mergeFields(stored as Fields, changed), problems };
}

function refusalOf(field: string): string {
  return field === 'status'
    ? 'is set by the server: desired_state stops and starts a model'
    : 'cannot be changed';
}

function withoutShown(patch: Fields, shown: Fields): Fields {
  const changed: Fields = {};
  for (const [field, value] of Object.entries(patch)) {
    const before = shown?.[field];
    if (isPlainObject(value) && isPlainObject(before)) {
      const inner = withoutShown(value as Fields, before as Fields);
      if (Object.keys(inner).length > 0) {
        changed[field] = inner;
      }
    } else if (!isEqual(value, before) && !isSameText(value, before)) {
      changed[field] = value;
    }
  }
  return changed;
}

// Numbers may come as text
function isSameText(value: unknown, before: unknown): boolean {
  return (
    ['string', 'number'].includes(typeof value) &&
    before !== undefined &&
    String(value) === String(before)
  );
}

function hasPath(fields: Fields, path: string): boolean {
  let current: unknown = fields;
  return path.split('.').every(step => {
    const has = isPlainObject(current) && step in (current as Fields);
    current = has ? (current as Fields)[step] : undefined;
    return has;
  });
}

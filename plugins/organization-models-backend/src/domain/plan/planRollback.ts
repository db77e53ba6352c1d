import {
  parseQuantity,
  type PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { ResolvedModel, StoredSpec } from '../facts/ResolvedModel';
import type { StoredModel } from '../facts/StoredModel';

/** What a generation was accepted as. */
export type AcceptedGeneration = Pick<StoredModel, 'spec' | 'resolved'>;

export type RollbackPlan = AcceptedGeneration & { warnings: PlanWarning[] };

/**
 * An earlier generation as it can be again: what was resolved then counts, not
 * what would be resolved now. What nobody can bring back stays as it is, and is
 * said: a volume keeps its class and never shrinks, a token is kept nowhere.
 */
export function planRollback(
  before: StoredModel,
  target: AcceptedGeneration,
): RollbackPlan {
  const storage = keepVolume(before.resolved.storage, target.resolved.storage);
  const token = keepToken(before.resolved.token, target.resolved.token);
  return {
    spec: withStorage(target.spec, storage.kept),
    resolved: {
      ...target.resolved,
      storage: storage.kept,
      token: token.kept,
      // Pods are made anew for what differs, not for what was asked for then
      restartedBy: before.resolved.restartedBy,
    },
    warnings: [...storage.warnings, ...token.warnings],
  };
}

type Storage = ResolvedModel['storage'];
type Token = ResolvedModel['token'];

function keepVolume(
  now: Storage,
  then: Storage,
): { kept: Storage; warnings: PlanWarning[] } {
  if (now.kind !== 'own' || then.kind !== 'own') {
    return { kept: then, warnings: [] };
  }
  const { storageClass, accessMode } = now;
  const shrinks = parseQuantity(then.size)! < parseQuantity(now.size)!;
  const size = shrinks ? now.size : then.size;
  const kept = { ...then, storageClass, accessMode, size };
  const differs = [
    ...(then.storageClass === storageClass ? [] : ['class']),
    ...(shrinks ? ['size'] : []),
  ];
  return {
    kept,
    warnings: differs.map(what => ({
      code: 'VolumeNotRestored',
      field: `deployment_config.storage_${what}`,
      message:
        what === 'class'
          ? `stays ${storageClass}, though it was ${then.storageClass} then: a volume keeps its class`
          : `stays ${now.size}, though it was ${then.size} then: a volume does not shrink`,
    })),
  };
}

function withStorage(spec: StoredSpec, storage: Storage): StoredSpec {
  const config = spec.deployment_config ?? {};
  if (storage.kind !== 'own') {
    return spec;
  }
  return {
    ...spec,
    deployment_config: {
      ...config,
      ...(config.storage_class ? { storage_class: storage.storageClass } : {}),
      ...(config.storage_size ? { storage_size: storage.size } : {}),
    },
  };
}

function keepToken(
  now: Token,
  then: Token,
): { kept: Token; warnings: PlanWarning[] } {
  if (then.kind === 'own' && now.kind !== 'own') {
    return {
      kept: { kind: 'none' },
      warnings: [
        tokenWarning(
          'was set then and is kept nowhere: give it again where the model needs one',
        ),
      ],
    };
  }
  if (now.kind === 'own' && then.kind !== 'named') {
    return {
      kept: now,
      warnings: [
        tokenWarning(
          then.kind === 'own'
            ? 'stays the one of now, which may be another than then'
            : 'stays, though there was none then: null takes it away',
        ),
      ],
    };
  }
  return { kept: then, warnings: [] };
}

function tokenWarning(message: string): PlanWarning {
  return {
    code: 'TokenNotRestored',
    field: 'deployment_config.hugging_face_token',
    message,
  };
}

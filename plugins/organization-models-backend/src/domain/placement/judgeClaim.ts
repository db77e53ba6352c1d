import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ClaimFacts } from '../facts/ClaimFacts';

/** Who mounts a claim, and how many at once. */
export type ClaimUse = {
  claimName: string;
  namespace: string;
  /** Replicas that are wanted from the beginning, and at most. */
  least: number;
  most: number;
  /** Whose own pods go when new ones come. */
  modelId?: string;
};

export type ClaimJudgement = {
  /** Why the pods can never be as many as are wanted. */
  problem?: string;
  warnings: PlanWarning[];
};

const FIELD = 'deployment_config.shared_pvc';

/** What comes of mounting a claim, before anybody waits for it. */
export function judgeClaim(
  claim: ClaimFacts | undefined,
  use: ClaimUse,
): ClaimJudgement {
  if (!claim) {
    return warn(
      'ClaimMissing',
      `is ${use.claimName}, which is no claim in the namespace ${use.namespace} yet: pods wait until there is one`,
    );
  }
  const trouble = judgeState(claim);
  const access = judgeAccess(claim, use);
  const others = judgeOthers(claim, use);
  return {
    problem: access.problem,
    warnings: [...trouble.warnings, ...access.warnings, ...others.warnings],
  };
}

function judgeOthers(
  { name, accessModes: [mode = 'ReadWriteOnce'], mountedBy = [] }: ClaimFacts,
  { modelId }: ClaimUse,
): ClaimJudgement {
  const other = mountedBy.find(
    user => user.modelId === undefined || user.modelId !== modelId,
  );
  if (!other) {
    return { warnings: [] };
  }
  if (mode === 'ReadWriteOncePod') {
    return warn(
      'ClaimTaken',
      `is ${name}, a claim that is ReadWriteOncePod, which the pod ${other.pod} mounts: the replica waits until that pod is gone`,
    );
  }
  return other.node
    ? warn(
        'ClaimTaken',
        `is ${name}, a claim that is ${mode}, which the pod ${other.pod} mounts on the node ${other.node}: replicas on other nodes wait until that pod is gone. Name that node in node_selector, or use a claim that is ReadWriteMany`,
      )
    : { warnings: [] };
}

function judgeState({ name, phase, deleting }: ClaimFacts): ClaimJudgement {
  if (deleting) {
    return warn(
      'ClaimDeleting',
      `is ${name}, a claim that is being deleted: no new pod can mount it`,
    );
  }
  return phase === 'Lost'
    ? warn(
        'ClaimLost',
        `is ${name}, a claim whose volume is gone: pods wait for ever`,
      )
    : { warnings: [] };
}

function judgeAccess(
  { name, accessModes }: ClaimFacts,
  { least, most }: ClaimUse,
): ClaimJudgement {
  const isManyWritable = accessModes.includes('ReadWriteMany');
  if (isManyWritable) {
    return { warnings: [] };
  }
  const [mode = 'ReadWriteOnce'] = accessModes;
  if (mode === 'ReadOnlyMany') {
    return warn(
      'ClaimReadOnly',
      `is ${name}, a claim that is ${mode}: the engine cannot download anything into it, so the weights have to be there`,
    );
  }
  if (most <= 1) {
    return { warnings: [] };
  }
  if (mode === 'ReadWriteOncePod') {
    const message = `is ${name}, a claim that is ReadWriteOncePod: one pod at a time mounts it, and there are to be up to ${most} replicas. Use a claim that is ReadWriteMany, or one replica`;
    return least > 1
      ? { problem: message, warnings: [] }
      : warn('ClaimForOnePod', message);
  }
  return warn(
    'ClaimForOneNode',
    `is ${name}, a claim that is ${mode}: one node at a time mounts it, so that of up to ${most} replicas those on another node wait. Use a claim that is ReadWriteMany, or one replica`,
  );
}

function warn(code: string, message: string): ClaimJudgement {
  return { warnings: [{ code, field: FIELD, message }] };
}

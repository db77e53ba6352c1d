import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Origin } from '../../domain/facts/Origin';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { planTransfer } from '../../domain/plan/planTransfer';
import { toNextGeneration } from './acceptedModel';
import type { ClusterGateway } from './ClusterGateway';
import type { ModelPlanner, Planned } from './ModelPlanner';
import type { PlannedCluster } from './PlannedCluster';
import type { PolicyGuard } from './PolicyGuard';
import { refuseOutdated, refuseTransfer } from './refuseChange';
import { requireClusterOf } from './requireCluster';
import type { NamedSecrets } from './resolving/NamedSecrets';

/** Turns a model into that of another organization; stores nothing. */
export class TransferPreparer {
  constructor(
    private readonly options: {
      planner: ModelPlanner;
      policy: PolicyGuard;
      secrets: NamedSecrets;
      gateway: ClusterGateway;
      clusters: PlannedCluster[];
      now(): Date;
    },
  ) {}

  /** The same model, held to what holds for its new organization. */
  async prepare(
    before: StoredModel,
    organizationId: string,
    { dryRun, planHash }: { dryRun: boolean; planHash: string | undefined },
  ): Promise<Planned> {
    const { spec, namespace, resolved } = before;
    const { planner, policy, secrets, clusters, now } = this.options;
    const cluster = requireClusterOf(clusters, before);
    refuseTransfer(before, { organizationId, cluster });
    const facts = await planner.readFacts(cluster.name);
    await secrets.find(spec, {
      ...{ organizationId, namespace, cluster: cluster.name },
    });
    const model: StoredModel = {
      ...toNextGeneration(before, { spec }, { resolved, now: now() }),
      organizationId,
      origin: planTransfer(before, await this.#readTokenSecret(before)),
    };
    policy.refuseResolved(model);
    const planned = await planner.plan(model, {
      ...{ before, cluster, facts, dryRun },
      adopted: { asItWas: true },
      warnings: [usageStays(before)],
    });
    refuseOutdated(planned.plan, planHash);
    return planned;
  }

  // Its content stays where it is; it is known again by its uid
  async #readTokenSecret({
    cluster,
    namespace,
    resolved: { token },
  }: StoredModel): Promise<Origin['objects']> {
    if (token.kind !== 'own') {
      return [];
    }
    const { secretName: name } = token;
    const { gateway } = this.options;
    const object = { kind: 'Secret', namespace, name };
    const secret = await gateway.readIdentity(cluster, object);
    return secret ? [{ kind: 'Secret', name, uid: secret.uid }] : [];
  }
}

function usageStays({ name, organizationId }: StoredModel): PlanWarning {
  return {
    code: 'UsageStays',
    message: `What ${name} used until now stays with ${organizationId}; whoever called it with keys of that organization cannot any more, and what its people may do ends`,
  };
}

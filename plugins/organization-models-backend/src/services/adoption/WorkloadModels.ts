import type {
  Model,
  PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { isEqual } from 'lodash';
import type { LiveWorkload } from '../../domain/adoption/LiveWorkload';
import { readWorkload } from '../../domain/adoption/readWorkload';
import type { DatabaseModels } from '../../database/models/DatabaseModels';
import { type ModelRecord, readRecord } from '../../domain/desired/modelRecord';
import { platformOf } from '../../domain/desired/toDesiredContext';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import type { Origin } from '../../domain/facts/Origin';
import { newModelState } from '../../domain/facts/newModelState';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { OWNER_LABELS, ownerLabels } from '../../domain/ownership/ownership';
import type { Caller } from '../access/Caller';
import type { PlannedCluster } from '../acceptance/PlannedCluster';
import type { ModelResolver } from '../acceptance/resolving/ModelResolver';
import type { NamedSecrets } from '../acceptance/resolving/NamedSecrets';
import { parseModelBody } from '../acceptance/parsing/parseModelBody';
import type { PolicyGuard } from '../acceptance/PolicyGuard';
import { nameTaken } from '../acceptance/trying/refuseTrials';
import { invalidRequest } from '../errors';
import { newModelId } from '../newId';

/** A workload as a model that could be stored. */
export type WorkloadModel = {
  model: StoredModel;
  /** It was a model before, and is one again without any change. */
  asItWas: boolean;
  warnings: PlanWarning[];
};

type Context = {
  caller: Caller;
  cluster: PlannedCluster;
  facts: ClusterFacts;
  modelType: Model['model_type'] | undefined;
};

/**
 * Turns a Deployment into the model that it was or would be: what organization
 * models made has its record on it, and anything else is read from its pods.
 */
export class WorkloadModels {
  constructor(
    private readonly options: {
      installationId: string;
      models: DatabaseModels;
      resolver: ModelResolver;
      policy: PolicyGuard;
      secrets: NamedSecrets;
      now(): Date;
    },
  ) {}

  async toModel(
    workload: LiveWorkload,
    context: Context,
  ): Promise<WorkloadModel> {
    const record = readRecord(workload.record);
    const isWhole = record?.spec.name === workload.metadata.name;
    return record && isWhole
      ? this.#remember(workload, record, context)
      : this.#read(workload, context);
  }

  // Nothing is resolved anew: it is what it was, and runs on
  async #remember(
    workload: LiveWorkload,
    record: ModelRecord,
    context: Context,
  ): Promise<WorkloadModel> {
    const selector = selectorOf(workload);
    const modelId = selector[OWNER_LABELS.model] ?? newModelId();
    if (await this.options.models.readById(modelId)) {
      // A copy, whose pods would be taken for those of that model
      throw nameTaken(workload.metadata.name);
    }
    const { podLabels, ...origin } = record.origin ?? { selector };
    const labels = this.#keptLabels(workload, { ...context, modelId });
    return {
      model: this.#build(workload, {
        ...context,
        id: modelId,
        createdBy: record.createdBy,
        spec: record.spec,
        resolved: record.resolved,
        origin: {
          ...origin,
          objects: [],
          selector,
          ...(labels ? { podLabels: labels } : {}),
        },
      }),
      asItWas: true,
      warnings: [],
    };
  }

  async #read(
    workload: LiveWorkload,
    context: Context,
  ): Promise<WorkloadModel> {
    const reading = readWorkload(workload, context);
    if (reading.outcome === 'refused') {
      throw invalidRequest(reading.problems);
    }
    const { caller, cluster, facts } = context;
    const { policy, secrets, resolver } = this.options;
    const { spec } = parseModelBody(reading.spec);
    policy.refuseCreate(spec, caller.organizationId);
    const { namespace } = workload.metadata;
    const { resolved, warnings } = await resolver.resolve(spec, {
      facts,
      image: policy.defaultsOf(caller.organizationId).image,
      storageClass: cluster.storageClass,
      sharedStorageClasses: cluster.sharedStorageClasses,
      hasOwnToken: false,
      namedSecret: await secrets.find(spec, {
        organizationId: caller.organizationId,
        namespace,
        cluster: cluster.name,
      }),
    });
    const model = this.#build(workload, {
      ...context,
      id: newModelId(),
      createdBy: caller.subject,
      spec,
      resolved: { ...resolved, platform: platformOf(cluster) },
      origin: { objects: [], selector: selectorOf(workload) },
    });
    policy.refuseResolved(model);
    return {
      model,
      asItWas: false,
      warnings: [...reading.warnings, ...warnings],
    };
  }

  // Other ones would make the pods anew, and say nothing that matters
  #keptLabels(
    { spec }: LiveWorkload,
    { caller, modelId }: Context & { modelId: string },
  ): Origin['podLabels'] {
    const there = spec.template?.metadata?.labels ?? {};
    const wanted = ownerLabels({
      installationId: this.options.installationId,
      organizationId: caller.organizationId,
      modelId,
    });
    const kept = Object.fromEntries(
      Object.keys(wanted)
        .filter(label => there[label] && !isEqual(there[label], wanted[label]))
        .map(label => [label, there[label]]),
    );
    return Object.keys(kept).length > 0 ? kept : undefined;
  }

  #build(
    { metadata }: LiveWorkload,
    {
      caller,
      cluster,
      ...given
    }: Context &
      Pick<StoredModel, 'id' | 'createdBy' | 'spec' | 'resolved' | 'origin'>,
  ): StoredModel {
    const at = this.options.now().toISOString();
    return {
      id: given.id,
      organizationId: caller.organizationId,
      cluster: cluster.name,
      namespace: metadata.namespace,
      name: metadata.name,
      createdBy: given.createdBy,
      createdAt: at,
      updatedAt: at,
      origin: given.origin,
      spec: given.spec,
      resolved: given.resolved,
      ...newModelState(at, 'The workload was adopted and is taken over next.'),
    };
  }
}

function selectorOf({ spec }: LiveWorkload): Record<string, string> {
  const { matchLabels = {}, matchExpressions = [] } = spec.selector ?? {};
  if (matchExpressions.length > 0 || Object.keys(matchLabels).length === 0) {
    throw invalidRequest([
      {
        field: 'name',
        message:
          'selects its pods by expressions, which cannot be changed and a model cannot keep: only equal labels can',
      },
    ]);
  }
  return matchLabels;
}

import { InputError } from '@backstage/errors';
import type { FieldProblem } from '@orgmodels/backstage-plugin-organization-models-common';
import { isEqual } from 'lodash';
import { CA_VARIABLES } from '../../domain/desired/pod/buildEnvironment';
import type { PodSettings, StoredSpec } from '../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { findPolicyProblems } from '../../domain/policy/findPolicyProblems';
import { type Policies, policyOf } from '../../domain/policy/layPolicy';
import type { PolicySubject } from '../../domain/policy/PolicySubject';
import { invalidRequest } from '../errors';
import type { Asked } from './parsing/parseModelBody';
import { mostReplicas } from '../../domain/facts/replicaCounts';
import { resolveScaling } from './resolving/resolveScaling';
import { keepsPods } from './parsing/specChange';

type Defaults = { image: string; cpu: string; memory: string };

/** Fields which config fills in, and the key that does. */
const FILLED_IN: Record<string, string> = {
  'deployment_config.image': 'image',
  'deployment_config.cluster': 'cluster',
  'requirements.cpu': 'cpu',
  'requirements.memory': 'memory',
};

/**
 * Holds what is asked to the policy of the platform team, by arithmetic alone.
 *
 * @remarks What runs already is left alone, however the policy changed since.
 */
export class PolicyGuard {
  /** @throws `InputError` when a default of config is against the policy */
  constructor(
    private readonly options: {
      policies: Policies;
      defaults: Defaults;
      /** The first is the default. */
      clusters: { name: string; pods: PodSettings }[];
    },
  ) {
    for (const id of [undefined, ...options.policies.organizations.keys()]) {
      this.#refuseDefaults(id);
    }
  }

  /** What a model of the organization gets where its spec does not say. */
  defaultsOf(organizationId?: string): { image: string; cluster?: string } {
    const { defaults, clusters } = this.#policyOf(organizationId);
    const known = this.options.clusters.map(({ name }) => name);
    return {
      image: defaults?.image ?? this.options.defaults.image,
      cluster:
        defaults?.cluster ??
        known.find(name => clusters?.allowed?.includes(name) ?? true),
    };
  }

  /** @throws a refusal naming every field that the policy is against */
  refuseCreate(spec: StoredSpec, organizationId: string): void {
    refuse(this.#find(spec, organizationId));
  }

  /**
   * As for a new model, unless the change replaces no pods: then only what it
   * touches has to be right.
   */
  refuseUpdate(before: StoredModel, asked: Asked): void {
    const { cluster, organizationId } = before;
    const problems = this.#find(asked.spec, organizationId, { cluster });
    refuse(
      keepsPods(before, asked)
        ? problems.filter(({ field }) => isTouched(field, before, asked))
        : problems,
    );
  }

  /** Once more, when it is known what the gaps of a spec are filled with. */
  refuseResolved(model: StoredModel, change?: Change): void {
    if (change && keepsPods(change.before, change.asked)) {
      return;
    }
    const { cluster, organizationId, resolved, spec } = model;
    const { scaling, storage } = resolved;
    const own =
      storage.kind === 'own' || storage.kind === 'perReplica'
        ? storage
        : undefined;
    refuse(
      this.#find(spec, organizationId, {
        cluster,
        image: resolved.image,
        cpu: resolved.cpu,
        memory: resolved.memory,
        gpus: resolved.gpu?.count,
        replicas: mostReplicas(scaling),
        storageClass: own?.storageClass,
        storageSize: own?.size,
      }),
    );
  }

  #find(
    spec: StoredSpec,
    organizationId: string | undefined,
    known: Partial<PolicySubject> = {},
  ): FieldProblem[] {
    const { requirements, deployment_config: config = {} } = spec;
    const { defaults } = this.options;
    const own = this.defaultsOf(organizationId);
    const cluster = known.cluster ?? config.cluster ?? own.cluster;
    return findPolicyProblems(
      {
        spec,
        cluster,
        platformVariables: this.#variablesOf(cluster),
        image: config.image ?? own.image,
        cpu: requirements?.cpu ?? defaults.cpu,
        memory: requirements?.memory ?? defaults.memory,
        gpus: config.gpu_count ?? requirements?.gpu?.min_gpus,
        replicas: mostReplicas(resolveScaling(spec)),
        storageClass: config.storage_class,
        storageSize: config.storage_size,
        ...known,
      },
      this.#policyOf(organizationId),
    );
  }

  // Certificates are mounted, and their variables follow from that
  #variablesOf(cluster: string | undefined): string[] {
    const { pods } =
      this.options.clusters.find(({ name }) => name === cluster) ?? {};
    return [
      ...(pods?.env ?? []).map(({ name }) => name),
      ...(pods?.caBundleConfigMap ? CA_VARIABLES : []),
    ];
  }

  #policyOf(organizationId: string | undefined) {
    return policyOf(this.options.policies, organizationId);
  }

  #refuseDefaults(organizationId: string | undefined): void {
    const spec: StoredSpec = { name: 'x', model_type: 'chat' };
    const problem = this.#find(spec, organizationId).find(
      ({ field }) => FILLED_IN[field],
    );
    if (problem) {
      const whose = organizationId ? ` for ${organizationId}` : '';
      throw new InputError(
        `organizationModels.policy is against the default ${
          FILLED_IN[problem.field]
        }${whose}, which ${problem.message}`,
      );
    }
  }
}

type Change = { before: StoredModel; asked: Asked };

function refuse(problems: FieldProblem[]): void {
  if (problems.length > 0) {
    throw invalidRequest(problems);
  }
}

function isTouched(
  field: string,
  before: StoredModel,
  { spec }: Asked,
): boolean {
  const name = field.split('.')[0] as keyof StoredSpec;
  return !isEqual(spec[name], before.spec[name]);
}

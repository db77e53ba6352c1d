import { buildStoredModel } from '../../../database/__testUtils__/buildStoredModel';
import { NO_FACTS } from '../../facts/ClusterFacts';
import type { Observation } from '../../facts/Observation';
import type { ContainerFacts, PodFacts } from '../../facts/ObservedModel';
import type { StoredModel } from '../../facts/StoredModel';
import {
  concludeDelay,
  concludePass,
  type PassConclusion,
} from '../concludePass';
import type { ConvergePlan, PassPlan, PassSeen } from '../Pass';
import { planPass } from '../planPass';
import { PlayedCluster } from './PlayedCluster';

const START = Date.parse('2026-01-05T09:00:00Z');

/**
 * Tells of the passes over one model, line by line: what was seen, what was
 * planned, what it came to. What others do in between is told where it happens.
 */
export class Story {
  readonly cluster: PlayedCluster;
  readonly #lines: string[];
  #model: StoredModel;
  #seen: Observation | undefined;
  #seconds = 0;
  #away: string | undefined;
  #isWatched = true;

  constructor(title: string, given: Partial<Omit<StoredModel, 'spec'>> = {}) {
    this.#lines = [title, '='.repeat(title.length)];
    this.#model = buildStoredModel({ id: 'mdl_1', name: 'qwen', ...given });
    this.cluster = new PlayedCluster(() => this.#now());
  }

  /** Somebody or something does a thing after so many seconds. */
  then(words: string, does: (cluster: PlayedCluster) => void, seconds = 10) {
    this.#seconds += seconds;
    this.#lines.push('', `${this.#clock()}  ${words}`);
    does(this.cluster);
    return this;
  }

  /** The spec is changed, as services do it. */
  user(
    words: string,
    change: {
      spec?: Partial<StoredModel['spec']>;
      resolved?: Partial<StoredModel['resolved']>;
      deleted?: boolean;
    },
  ) {
    return this.then(words, () => {
      const model = this.#model;
      this.#model = {
        ...model,
        spec: { ...model.spec, ...change.spec },
        resolved: { ...model.resolved, ...change.resolved },
        generation: model.generation + (change.deleted ? 0 : 1),
        ...(change.deleted && {
          deletionRequestedAt: this.#now().toISOString(),
        }),
      };
    });
  }

  clusterAway(message: string | undefined) {
    this.#away = message;
    return this;
  }

  watching(isWatched: boolean) {
    this.#isWatched = isWatched;
    return this;
  }

  /** One pass: plan, act, conclude; told together. */
  pass() {
    this.#seconds += 1;
    if (this.#isWatched && !this.#away) {
      this.#seen = this.cluster.observe();
    }
    const seen = this.#toSeen();
    const plan = planPass(this.#model, seen, this.#now());
    this.#lines.push('', `${this.#clock()}  pass`);
    this.#tell('seen', describeSeen(this.#seen, this.#isWatched));
    describePlan(plan).forEach(([what, words]) => this.#tell(what, words));
    const before = this.#model;
    const conclusion = this.#act(plan, seen);
    if (conclusion) {
      this.#conclude(conclusion, before);
    } else {
      this.#tell('status', 'the model is forgotten');
    }
    return this;
  }

  toText(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #act(plan: PassPlan, seen: PassSeen): PassConclusion | undefined {
    const now = this.#now();
    const model = this.#model;
    const { applied } = model;
    switch (plan.kind) {
      case 'converge':
        return concludePass(model, seen, {
          done: this.cluster.act(plan, applied),
          now,
        });
      case 'wait': {
        const nothing = { applied, problems: [], repairs: [] };
        const done = { ...nothing, unreachable: plan.why };
        return concludePass(model, seen, { done, now });
      }
      case 'remove': {
        const { removed, waitsFor } = this.cluster.remove();
        const names = removed.map(({ kind }) => kind).join(', then ');
        this.#tell('remove', names || 'nothing more for now');
        return waitsFor
          ? concludeDelay(model, { code: 'Deleting', message: waitsFor }, now)
          : undefined;
      }
      case 'delayRemoval':
        return concludeDelay(model, plan.reason, now);
      default:
        return undefined;
    }
  }

  #conclude(conclusion: PassConclusion, before: StoredModel) {
    const { next, history, isWorthSaving, result } = conclusion;
    this.#model = next;
    const { status, statusReason: reason } = next;
    const isSame =
      status === before.status &&
      reason?.message === before.statusReason?.message;
    this.#tell(
      'status',
      isSame && !isWorthSaving
        ? 'as before; nothing is written'
        : [status, reason && `${reason.code}: ${reason.message}`]
            .filter(Boolean)
            .join(' – '),
    );
    history
      .filter(({ kind }) => kind === 'drift')
      .forEach(({ message }) => this.#tell('history', message));
    if (next.observedGeneration !== before.observedGeneration) {
      this.#tell('', `generation ${next.observedGeneration} is applied`);
    }
    if (isUnknown(next) && !isUnknown(before)) {
      this.#tell('', 'whether it is ready is unknown from now on');
    }
    if (result === 'retry') {
      this.#tell('next', 'tries again by itself');
    }
  }

  #toSeen(): PassSeen {
    return {
      known: {
        facts: NO_FACTS,
        reachable: this.#away === undefined,
        message: this.#away,
      },
      observation: this.#seen,
      observedAt: this.#now().toISOString(),
      cluster: {
        installationId: 'acme',
        gatewayUrl: undefined,
        pods: { imagePullSecrets: [], env: [], labels: {}, annotations: {} },
        serviceMonitorLabels: {},
      },
    };
  }

  #tell(what: string, words: string) {
    this.#lines.push(`          ${what.padEnd(9)}${words}`);
  }

  #now(): Date {
    return new Date(START + this.#seconds * 1000);
  }

  #clock(): string {
    return this.#now().toISOString().slice(11, 19);
  }
}

function describeSeen(
  seen: Observation | undefined,
  isWatched: boolean,
): string {
  const { deployment, pods = [] } = seen?.model ?? {};
  const objects = (seen?.objects ?? []).map(({ kind, deleting }) => {
    const replicas =
      kind === 'Deployment' && deployment
        ? ` of ${deployment.wantedReplicas}, ${deployment.readyReplicas} ready`
        : '';
    return `${kind}${replicas}${deleting ? ' (going)' : ''}`;
  });
  const all = [...objects, ...pods.map(describePod)].join('; ') || 'nothing';
  return isWatched ? all : `what was seen before: ${all}`;
}

function describePod({ name, node, deleting, containers }: PodFacts): string {
  const state = node ? describeContainer(containers[0]) : 'without a node';
  return `pod ${name} ${deleting ? 'ends' : state}`;
}

function describeContainer(container: ContainerFacts): string {
  const { waiting, ready, lastTerminated } = container;
  const ending = lastTerminated ? ` after exit ${lastTerminated.exitCode}` : '';
  if (waiting) {
    return `${waiting.reason}${ending}`;
  }
  return ready ? 'serves' : 'loads';
}

function isUnknown({ conditions }: StoredModel): boolean {
  return conditions.some(
    ({ type, status }) => type === 'Ready' && status === 'Unknown',
  );
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function describePlan(plan: PassPlan): [string, string][] {
  switch (plan.kind) {
    case 'converge':
      return describeChanges(plan);
    case 'wait':
      return [['plan', `wait: ${plan.why}`]];
    case 'delayRemoval':
      return [['plan', `wait: ${plan.reason.message}`]];
    default:
      return [];
  }
}

function describeChanges(plan: ConvergePlan): [string, string][] {
  const { apply, prune, replicas, resize, contested, leftAlone } = plan;
  const makes = apply.some(
    ({ manifest, why }) => manifest.kind === 'Deployment' && why === 'missing',
  );
  const words = apply.map(({ manifest, why, manager }) => {
    const by = manager ? ` by ${manager}` : '';
    const start =
      makes && manifest.kind === 'Deployment'
        ? `, with ${plural(replicas.initial, 'replica')}`
        : '';
    return `${manifest.kind} (${why}${by}${start})`;
  });
  const lines: [string, string][] = [
    ['apply', words.join(', ')],
    ['prune', prune.map(({ kind, name }) => `${kind} ${name}`).join(', ')],
    ['scale', replicas.set === undefined ? '' : `to ${replicas.set}`],
    [
      'size',
      resize ? `${resize.sets} for ${plural(resize.replicas, 'replica')}` : '',
    ],
    [
      'leave',
      [...contested.map(({ message }) => message), ...leftAlone].join(', '),
    ],
  ];
  const said = lines.filter(([, text]) => text !== '');
  return said.length > 0 ? said : [['plan', 'nothing to do']];
}

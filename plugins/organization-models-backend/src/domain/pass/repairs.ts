import type { Heal, NewHistoryEntry, StoredModel } from '../facts/StoredModel';
import type { ApplyProblem, Repair } from './Pass';
import type { PlannedApply } from './planObjects';

/** Repairs of one kind that are remembered, in milliseconds. */
const MEMORY_MS = 10 * 60 * 1000;
/** Repairs within that time after which we give in. */
const MOST_REPAIRS = 5;
/** Of a Deployment, and set apart from the rest of it. */
const REPLICAS = 'spec.replicas';

/**
 * Finds objects that another writes again and again: we stop setting them back
 * and say who it is.
 */
export function findContested(
  apply: PlannedApply[],
  heals: Heal[],
  now: Date,
): { planned: PlannedApply[]; problems: ApplyProblem[] } {
  const planned = apply.filter(({ manifest, why }) => {
    const recent = recentOnes(heals, now).filter(
      ({ kind, path }) => kind === manifest.kind && path !== REPLICAS,
    );
    const byPath = new Map<string, number>();
    recent.forEach(({ path }) => byPath.set(path, (byPath.get(path) ?? 0) + 1));
    return why === 'drifted' && Math.max(0, ...byPath.values()) >= MOST_REPAIRS;
  });
  const problems = planned.map(({ manifest, manager = 'Another manager' }) =>
    toProblem(
      { kind: manifest.kind, name: manifest.metadata.name },
      `${manager} keeps changing`,
    ),
  );
  return { planned, problems };
}

/** Whether another scales again and again; we stop setting it back, too. */
export function findContestedScale(
  { name, heals }: StoredModel,
  now: Date,
): ApplyProblem | undefined {
  const recent = recentOnes(heals, now).filter(({ path }) => path === REPLICAS);
  return recent.length < MOST_REPAIRS
    ? undefined
    : toProblem(
        { kind: 'Deployment', name },
        `${recent.at(-1)!.manager} keeps scaling`,
      );
}

function toProblem(
  object: Pick<ApplyProblem, 'kind' | 'name'>,
  whoDoes: string,
): ApplyProblem {
  return {
    ...object,
    code: 'DriftContested',
    message: `${whoDoes} the ${object.kind}; it was set back ${MOST_REPAIRS} times in 10 minutes and is left alone now`,
    transient: true,
  };
}

/** Adds new repairs and forgets old ones. */
export function rememberHeals(
  heals: Heal[],
  repairs: Repair[],
  now: Date,
): Heal[] {
  const added = repairs.flatMap(({ kind, manager = 'unknown', changes }) =>
    (changes.length > 0 ? changes : [{ path: '' }]).map(({ path }) => ({
      at: now.toISOString(),
      kind,
      path,
      manager,
    })),
  );
  return [...recentOnes(heals, now), ...added].slice(-100);
}

/** What of a pass belongs into the history. */
export function toHistory(
  before: StoredModel,
  after: StoredModel,
  repairs: Repair[],
  now: Date,
): NewHistoryEntry[] {
  const at = now.toISOString();
  const resumed =
    before.healingPausedUntil && !after.healingPausedUntil
      ? [
          {
            at,
            kind: 'status' as const,
            code: 'HealingResumed',
            message: 'The pause is over: what others change is set back again',
            generation: after.generation,
          },
        ]
      : [];
  const drift = repairs.map(({ kind, name, manager, changes }) => ({
    at,
    kind: 'drift' as const,
    code: 'DriftHealed',
    message:
      changes.length > 0
        ? `${kind} ${name} was changed${
            manager ? ` by ${manager}` : ''
          } and set back`
        : `${kind} ${name} was deleted and made again`,
    generation: after.generation,
    changes,
  }));
  if (
    before.status === after.status &&
    before.statusReason?.code === after.statusReason?.code
  ) {
    return [...resumed, ...drift];
  }
  return [
    ...resumed,
    ...drift,
    {
      at,
      kind: 'status' as const,
      code: after.statusReason?.code ?? capitalize(after.status),
      message: after.statusReason?.message ?? `The model is ${after.status}`,
      generation: after.generation,
      ...(before.status === after.status
        ? {}
        : {
            changes: [
              { path: 'status', from: before.status, to: after.status },
            ],
          }),
    },
  ];
}

// A repair of the future is one of before the clock stepped back
function recentOnes(heals: Heal[], now: Date): Heal[] {
  return heals.filter(
    ({ at }) => Math.abs(now.getTime() - Date.parse(at)) < MEMORY_MS,
  );
}

function capitalize(word: string): string {
  return word[0].toLocaleUpperCase('en-US') + word.slice(1);
}

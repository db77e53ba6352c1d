import type { Condition } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Concern, Finding } from '../../diagnosis/Finding';
import type { StatusFacts } from '../StatusInput';

/** What a condition says, before it is compared with what it said. */
export type Assessment = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Looks at one side of a model; `undefined` where the model has none. */
export type Assess = (facts: StatusFacts) => Assessment | undefined;

export function holds(reason: string, message: string): Assessment {
  return { status: 'True', reason, message };
}

export function fails(reason: string, message: string): Assessment {
  return { status: 'False', reason, message };
}

export function unknown(reason: string, message: string): Assessment {
  return { status: 'Unknown', reason, message };
}

/** What a finding says of a condition. */
export function failsBy({ code, message }: Finding): Assessment {
  return fails(code, message);
}

/** The first finding about a matter. */
export function findingAbout(
  { findings }: StatusFacts,
  ...concerns: Concern[]
) {
  return findings.find(({ concern }) => concerns.includes(concern));
}

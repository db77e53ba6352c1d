import type { FieldProblem } from '../parsing/toFieldProblems';
import type { PartialSpec, SpecRule } from './SpecRule';

const FIELD = 'deployment_config.tolerations';

/** What of a toleration belongs together, as Kubernetes has it. */
export const tolerationRules: SpecRule[] = [
  {
    of: [FIELD],
    find: ({ deployment_config }) =>
      (deployment_config?.tolerations ?? []).flatMap(findProblems),
  },
];

type Toleration = NonNullable<
  NonNullable<PartialSpec['deployment_config']>['tolerations']
>[number];

function findProblems(toleration: Toleration, index: number): FieldProblem[] {
  const { key, operator = 'Equal', value } = toleration;
  const problems: [boolean, string, string][] = [
    [
      key === undefined && operator === 'Equal',
      'key',
      'is needed, unless operator is Exists, which tolerates every taint then',
    ],
    [
      operator === 'Exists' && Boolean(value),
      'value',
      'must be left out where operator is Exists, or operator be Equal',
    ],
  ];
  return problems
    .filter(([isWrong]) => isWrong)
    .map(([, name, message]) => ({
      field: `${FIELD}.${index}.${name}`,
      message,
    }));
}

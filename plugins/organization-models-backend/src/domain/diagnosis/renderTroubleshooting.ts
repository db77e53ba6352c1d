import { REASONS } from '../reasons/catalogue';
import type { Concern, Reason } from '../reasons/Reason';
import { FIXABLE } from './findFix';

const TITLES: [concern: Concern, title: string][] = [
  ['apply', 'Before anything runs'],
  ['creation', 'Pods that are not made'],
  ['scheduling', 'Pods without a node'],
  ['storage', 'Volumes'],
  ['image', 'Images'],
  ['container', 'Containers'],
  ['engine', 'What the engine says'],
  ['node', 'Nodes'],
  ['rollout', 'Rollouts and replicas'],
  ['autoscaling', 'Autoscaling'],
  ['routing', 'Routes'],
];

const HEAD = `# Troubleshooting

<!-- Generated from the catalogue of reasons: ./dev yarn build:troubleshooting -->

What \`status_reason\`, conditions and \`GET /{id}/diagnosis\` may name, by the part of a model's way to readiness that it
is about. A **failure** stays until somebody acts; **waiting** goes on by itself once something is there; of a **warning**
the cluster takes care; **progress** is what healthy models do. The diagnosis shows the very line that proves it, and where
it says so here, a fix as a body for \`PUT /{id}\`.

Something else, or words that this page does not have? \`./dev diagnose FILE…\` (see [development.md](development.md))
reads a captured pod or log in the same way: please send it to us.
`;

/** docs/troubleshooting.md: every reason with its cause, evidence and remedy. */
export function renderTroubleshooting(): string {
  const reasons = Object.entries(REASONS) as [string, Reason][];
  const sections = TITLES.map(([concern, title]) => {
    const entries = reasons
      .filter(([, reason]) => reason.concern === concern)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, reason]) => renderReason(code, reason));
    return [`## ${title}`, ...entries].join('\n\n');
  });
  return `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`;
}

function renderReason(
  code: string,
  { severity, sentence, hint, seen }: Reason,
): string {
  return [
    `### ${code}`,
    '',
    `**${severity}** – ${sentence}`,
    '',
    `- Seen: ${seen}`,
    ...(hint ? [`- Remedy: ${hint}`] : []),
    ...(FIXABLE.includes(code) ? ['- A fix is offered.'] : []),
  ].join('\n');
}

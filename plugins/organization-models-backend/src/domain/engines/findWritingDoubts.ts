import {
  findCommandLines,
  findLostWord,
  type PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';

const FIELDS = ['command', 'args', 'extra_args'] as const;

/**
 * Words of a command as they come from a document, a shell or a block of YAML,
 * and as no program takes them: each item is handed over as it is written.
 */
export function findWritingDoubts({
  deployment_config = {},
}: Pick<StoredSpec, 'deployment_config'>): PlanWarning[] {
  const { command = [], args = [], extra_args = [] } = deployment_config;
  const written = { command, args, extra_args };
  const lines = findCommandLines(
    [...command, ...args],
    deployment_config.extra_env,
  );
  const isScript = command.length > 0 && !isAsWritten(lines, written);
  return [
    ...FIELDS.flatMap(name =>
      written[name].flatMap((word, index) => {
        const message =
          wrongDash(word) ??
          (isScript ? undefined : keptQuotes(word) ?? keptBlank(word));
        const field = `deployment_config.${name}.${index}`;
        return message ? [{ code: 'MayBeRefused', field, message }] : [];
      }),
    ),
    ...(isScript ? brokenLine(lines) : []),
    ...lostWord(written),
  ];
}

function lostWord({ command, args }: Record<'command' | 'args', string[]>) {
  const lost = findLostWord([...command, ...args]);
  if (lost === undefined) {
    return [];
  }
  const field =
    lost < command.length ? `command.${lost}` : `args.${lost - command.length}`;
  return [
    {
      code: 'MayBeRefused',
      field: `deployment_config.${field}`,
      message: `is $0 to the shell, and "$@" begins behind it, so that the script loses this word: put a word before it, -- for instance`,
    },
  ];
}

function isAsWritten(
  lines: string[][],
  { command, args }: { command: string[]; args: string[] },
): boolean {
  return lines.length === 1 && lines[0].length === command.length + args.length;
}

// word processors and web pages make one long dash of two hyphens
function wrongDash(word: string): string | undefined {
  const [, dash, name] =
    /(?:^|\s)([\u2010-\u2015\u2212]+)([a-z][\w-]*)/i.exec(word) ?? [];
  return dash
    ? `has a ${dash} before ${name}, which is no hyphen, so that this is no option: write --${name}`
    : undefined;
}

function keptQuotes(word: string): string | undefined {
  const [, quote] =
    /^(?:-[^=\s]*=)?(["'\u201c\u201d])[^]*["'\u201c\u201d]$/.exec(word) ?? [];
  return quote
    ? `has its quotation marks as part of the value, since no shell takes them away: leave them out`
    : undefined;
}

function keptBlank(word: string): string | undefined {
  return /\S/.test(word) && word !== word.trim() && !/\n./.test(word.trim())
    ? 'begins or ends with a blank or the end of a line, which is part of the value: leave it out'
    : undefined;
}

// without a backslash at its end, a line of a script is all of a command
function brokenLine(lines: string[][]): PlanWarning[] {
  const broken = lines.find(([first]) => /^--?[a-z]/i.test(first));
  return broken
    ? [
        {
          code: 'MayBeRefused',
          field: 'deployment_config.command',
          message: `has a line of its script that begins with ${broken[0]}, which is no program: the line before it needs a \\ at its end, and nothing after that`,
        },
      ]
    : [];
}

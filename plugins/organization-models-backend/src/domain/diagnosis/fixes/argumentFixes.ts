import { resolveOption } from '@orgmodels/backstage-plugin-organization-models-common';
import { countOwnProgram } from '../../engines/findCommandProblems';
import { findRuntime } from '../../engines/findRuntime';
import { correctOption } from './correctOption';
import { type Asked, type Fix, inConfig } from './Fix';
import { findMeantChoice } from './findMeantChoice';

type Arguments = { field: 'extra_args' | 'args'; items: string[] };

/** The arguments of the spec that a change may rewrite, the added ones first. */
export function argumentsOf({ spec }: Asked): Arguments[] {
  const { command, args, extra_args: extra } = spec.deployment_config ?? {};
  const fields: Arguments[] = [
    { field: 'extra_args', items: extra ?? [] },
    { field: 'args', items: command ? [] : args ?? [] },
  ];
  return fields.filter(({ items }) => items.length > 0);
}

/** An option that is unknown: the one that was meant, or none. */
export function mendUnknown(words: string[], asked: Asked): Fix | undefined {
  return correctFirst(words, asked) ?? withoutArguments(words, asked);
}

function correctFirst([word]: string[], asked: Asked): Fix | undefined {
  const engine = findRuntime(asked.resolved.runtime);
  for (const { field, items } of argumentsOf(asked)) {
    const right = correctOption(items, word, engine);
    // what is generated already must not be given twice
    const isRefused =
      field === 'extra_args' &&
      engine.findProblems(right?.items ?? []).length > 0;
    if (right && !isRefused) {
      return inConfig(
        `Write ${right.option} in place of ${word.split('=')[0]}`,
        {
          [field]: right.items,
        },
      );
    }
  }
  return undefined;
}

function withoutArguments(words: string[], asked: Asked): Fix | undefined {
  return withoutItems(
    item => words.includes(item) || words.includes(item.split('=')[0]),
    { title: `Remove ${words.join(' ')}`, asked },
  );
}

export function withoutEmpty(asked: Asked): Fix | undefined {
  return withoutItems(item => item.trim() === '', {
    title: 'Remove the empty argument',
    asked,
  });
}

function withoutItems(
  isWrong: (item: string) => boolean,
  { title, asked }: { title: string; asked: Asked },
): Fix | undefined {
  const found = argumentsOf(asked).find(({ items }) => items.some(isWrong));
  return (
    found &&
    inConfig(title, {
      [found.field]: found.items.filter(item => !isWrong(item)),
    })
  );
}

export function replaceTask(words: string[], asked: Asked): Fix | undefined {
  const [option, value = option?.split('=')[1]] = words;
  const isTask = (item: string) => /^--task(?:=|$)/.test(item);
  const found = argumentsOf(asked).find(({ items }) => items.some(isTask));
  if (!found || !/^--task/.test(option ?? '')) {
    return undefined;
  }
  const at = found.items.findIndex(isTask);
  const isPooling = /^(?:embed|embedding|classify|score|reward)$/.test(
    value ?? '',
  );
  const size = found.items[at].includes('=') ? 1 : 2;
  const items = [
    ...found.items.slice(0, at),
    ...(isPooling ? ['--runner', 'pooling'] : []),
    ...found.items.slice(at + size),
  ];
  return inConfig(
    isPooling ? 'Write --runner pooling in place of --task' : 'Remove --task',
    { [found.field]: items },
  );
}

/** The command that is generated, unless that is the one that cannot be started. */
export function ownCommand({ spec, resolved }: Asked): Fix | undefined {
  const { command = [], args = [] } = spec.deployment_config ?? {};
  const runtime = findRuntime(resolved.runtime);
  const program = command[0]?.replace(/^.*\//, '');
  if (!program || runtime.programs.commands.includes(program)) {
    return undefined;
  }
  const own = countOwnProgram(args, runtime);
  return inConfig('Let the engine’s own command run', {
    command: null,
    ...(own > 0 && { args: args.slice(own) }),
  });
}

/** An argument more, where the command is not the spec's own. */
export function addArgument(
  argument: string,
  { spec }: Asked,
): Fix | undefined {
  const {
    command,
    args = [],
    extra_args: extra = [],
  } = spec.deployment_config ?? {};
  const [option] = argument.split('=');
  const isThere = [...args, ...extra].some(
    item => item.split('=')[0].replaceAll('_', '-') === option,
  );
  return command || isThere
    ? undefined
    : inConfig(`Add ${argument}`, { extra_args: [...extra, argument] });
}

/**
 * A value that the engine does not take, written as the one of its choices that
 * was meant; none where it is no mere typo.
 *
 * @param option - as the engine names it; several are divided by `/`
 */
export function correctValue(
  { option, value, choices }: Record<string, string | undefined>,
  asked: Asked,
): Fix | undefined {
  const known = (choices ?? '')
    .split(/\s*,\s*/)
    .map(choice => choice.trim().replace(/^['"]|['"]$/g, ''))
    .filter(choice => choice && choice !== 'None');
  const right = value && findMeantChoice(value, known);
  return right && option
    ? writeValue(option.split(/[/, ]+/), { from: value, to: right, asked })
    : undefined;
}

/** Another value of an option, wherever the spec has it, however written. */
export function writeValue(
  options: string[],
  { from, to, asked }: { from?: string; to: string; asked: Asked },
): Fix | undefined {
  const dialect = findRuntime(asked.resolved.runtime).options;
  for (const { field, items } of argumentsOf(asked)) {
    const at = items.findIndex(item =>
      options.includes(resolveOption(item.split('=')[0], dialect).name),
    );
    const isJoined = at >= 0 && items[at].includes('=');
    const place = isJoined ? at : at + 1;
    const written = isJoined ? items[at].replace(/^[^=]*=/, '') : items[place];
    if (at >= 0 && written !== undefined && (from ?? written) === written) {
      const [option] = items[at].split('=');
      return inConfig(`Write ${option} ${to} in place of ${written}`, {
        [field]: items.with(place, isJoined ? `${option}=${to}` : to),
      });
    }
  }
  return undefined;
}

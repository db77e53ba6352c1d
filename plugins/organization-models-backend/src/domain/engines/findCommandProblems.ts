import type {
  FieldProblem,
  ModelSpec,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { countRanks } from '../facts/CommandReading';
import type { ModelRuntime } from './ModelRuntime';
import { readCommand } from './readCommand';

/**
 * Problems of the fields that make the command, beyond the schema's: nothing
 * that was asked for may get lost in silence.
 */
export function findCommandProblems(
  spec: Pick<ModelSpec, 'deployment_config'>,
  { runtime, gpuCount = 0 }: { runtime: ModelRuntime; gpuCount?: number },
): FieldProblem[] {
  const {
    command,
    args,
    extra_args = [],
    max_model_len,
  } = spec.deployment_config ?? {};
  const problems: FieldProblem[] = [];
  if (command && extra_args.length > 0) {
    problems.push({
      field: 'deployment_config.extra_args',
      message:
        'has no effect beside command, which replaces everything: put them into args',
    });
  }
  if (max_model_len !== undefined && (command || args)) {
    problems.push({
      field: 'deployment_config.max_model_len',
      message: `has no effect beside ${
        args ? 'args' : 'command'
      }: put it in there`,
    });
  }
  const generated = !command && !args;
  const program = command ? undefined : findProgram(args ?? [], runtime);
  if (program) {
    problems.push(program);
  }
  return [
    ...problems,
    ...(generated
      ? ofExtraArgs(extra_args)
      : findMissingGpus(spec, { runtime, gpuCount })),
  ];

  function ofExtraArgs(extraArgs: string[]): FieldProblem[] {
    return runtime
      .findProblems(extraArgs, { gpuCount })
      .map(({ index, message }) => ({
        field: `deployment_config.extra_args.${index}`,
        message,
      }));
  }
}

const SHELLS = /^(.*\/)?((ba|da|a|z|k)?sh|python[\d.]*|env|exec)$/;

// args are what comes behind the program that is generated
function findProgram(
  args: string[],
  runtime: ModelRuntime,
): FieldProblem | undefined {
  const [first = '', second = ''] = args;
  const field = 'deployment_config.args.0';
  const { name } = runtime;
  const own = args.slice(0, countOwnProgram(args, runtime));
  if (own.length > 0) {
    return {
      field,
      message: `starts ${name}, which is started already, with args behind it: leave out ${own.join(
        ' ',
      )}`,
    };
  }
  return SHELLS.test(first) || (first === '-c' && /\s/.test(second))
    ? {
        field,
        message: `is for another program than ${name}, which is started with args behind it: put ${
          first === '-c' ? `a shell, ${first}` : first
        } and what follows into command`,
      }
    : undefined;
}

/** How many words at the beginning of args start the engine itself. */
export function countOwnProgram(
  [first = '', second = '']: string[],
  { programs: { commands, modules } }: ModelRuntime,
): number {
  if (first === 'serve') {
    return 1;
  }
  const program = first.slice(first.lastIndexOf('/') + 1);
  return (commands.includes(program) && second === 'serve') ||
    (first === '-m' && modules.includes(second))
    ? 2
    : 0;
}

// the engine ends at once where it finds fewer GPUs than it is to use
function findMissingGpus(
  spec: Pick<ModelSpec, 'deployment_config'>,
  { runtime, gpuCount }: { runtime: ModelRuntime; gpuCount: number },
): FieldProblem[] {
  const reading = readCommand(spec, runtime);
  const ranks = reading ? countRanks(reading.parallelism) : 1;
  return gpuCount > 0 && ranks > gpuCount
    ? [
        {
          field: 'deployment_config.gpu_count',
          message: `is ${gpuCount}, and ${reading!.parallelOptions.join(
            ' ',
          )} needs ${ranks} GPUs in each replica: set gpu_count to ${ranks}, or split the model between ${gpuCount}`,
        },
      ]
    : [];
}

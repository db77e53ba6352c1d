import { countGroups } from '../../facts/CommandReading';
import type {
  ArgumentProblem,
  CommandRequest,
  RuntimeCommand,
} from '../ModelRuntime';
import { resolveOption } from '@orgmodels/backstage-plugin-organization-models-common';
import { readSglangArguments } from './readSglangArguments';
import { SGLANG_OPTIONS } from './sglangOptions';

const SERVER = ['python3', '-m', 'sglang.launch_server'];

/** Where probes, Service and gateway find it; its own default is 30000. */
export const SGLANG_PORT = 8000;

/** Without these, nothing outside of the pod reaches the engine. */
const REACHED = ['--host', '0.0.0.0', '--port', String(SGLANG_PORT)];

/** Arguments of one's own get what they leave out of host, port and metrics. */
export function buildSglangCommand(request: CommandRequest): RuntimeCommand {
  const { args, extraArgs } = request;
  const own = args ?? buildArguments(request);
  const given = [...own, ...extraArgs];
  return {
    command: SERVER,
    args: [
      ...given,
      ...missing(given, '--host', REACHED.slice(0, 2)),
      ...missing(given, '--port', REACHED.slice(2)),
      ...missing(given, '--enable-metrics', ['--enable-metrics']),
    ],
  };
}

function buildArguments(request: CommandRequest): string[] {
  const { source, name, revision, maxModelLen, modelType } = request;
  if (!source) {
    throw new Error(`Model ${name} has neither a source nor arguments`);
  }
  return [
    ...option('--model-path', source),
    ...option('--served-model-name', name),
    ...option('--revision', revision),
    ...option('--tp-size', tensorParallelSize(request)),
    ...option('--context-length', maxModelLen),
    ...(['embedding', 'rerank'].includes(modelType) ? ['--is-embedding'] : []),
  ];
}

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}

function tensorParallelSize({ gpuCount, extraArgs }: CommandRequest) {
  const size =
    gpuCount / countGroups(readSglangArguments(extraArgs).parallelism);
  return size > 1 ? size : undefined;
}

function missing(words: string[], name: string, added: string[]): string[] {
  return words.some(word => resolveOption(word, SGLANG_OPTIONS).name === name)
    ? []
    : added;
}

/** Options that are written or relied upon, and what to set instead. */
const TAKEN: Record<string, string> = {
  '--model-path': 'is generated already: set huggingface_id',
  '--served-model-name': 'is generated already: it is the name of the model',
  '--revision': 'is generated already: set version',
  '--tp-size': 'is generated already: set gpu_count',
  '--context-length': 'is generated already: set max_model_len',
  '--is-embedding': 'is generated already: it follows from model_type',
  '--enable-metrics': 'is generated already',
  '--host': 'must stay as it is: probes and the Service rely on it',
  '--port': 'must stay as it is: probes and the Service rely on it',
};

/** Problems of arguments that are appended to the generated ones. */
export function findSglangProblems(
  extraArgs: string[],
  { gpuCount }: { gpuCount?: number } = {},
): ArgumentProblem[] {
  const problems = extraArgs.flatMap((argument, index) => {
    const message = findProblem(argument);
    return message ? [{ index, message }] : [];
  });
  const groups = countGroups(readSglangArguments(extraArgs).parallelism);
  return !gpuCount || gpuCount % groups === 0
    ? problems
    : [
        ...problems,
        {
          index: extraArgs.findIndex(word =>
            ['--pp-size', '--dp-size'].includes(
              resolveOption(word, SGLANG_OPTIONS).name,
            ),
          ),
          message: `splits ${gpuCount} GPUs into ${groups} groups, which must be equal`,
        },
      ];
}

function findProblem(argument: string): string | undefined {
  if (/^-[^\s=]*\s/.test(argument)) {
    return 'must be two items: the option and its value';
  }
  const { name } = resolveOption(argument, SGLANG_OPTIONS);
  return Object.hasOwn(TAKEN, name) ? `${name} ${TAKEN[name]}` : undefined;
}

import { resolveOption } from '@orgmodels/backstage-plugin-organization-models-common';
import { countGroups } from '../../facts/CommandReading';
import type { ArgumentProblem } from '../ModelRuntime';
import { readVllmArguments } from './readVllmArguments';
import { VLLM_OPTIONS } from './vllmOptions';

/** Options that are written or relied upon, and what to set instead. */
const TAKEN: Record<string, string> = {
  '--model': 'is generated already: set huggingface_id',
  '--served-model-name': 'is generated already: it is the name of the model',
  '--revision': 'is generated already: set version',
  '--tensor-parallel-size': 'is generated already: set gpu_count',
  '--max-model-len': 'is generated already: set max_model_len',
  '--runner': 'is generated already: it follows from model_type',
  '--task': 'is generated already: it follows from model_type',
  '--shutdown-timeout': 'is generated already',
  '--host': 'must stay as it is: probes and the Service rely on it',
  '--port': 'must stay as it is: probes and the Service rely on it',
  '--uds': 'must not be used: probes and the Service need the port',
};

/**
 * Problems of arguments that are appended to the generated ones. Spellings are
 * those which vLLM takes: underscores, `=`, prefixes.
 */
export function findArgumentProblems(
  extraArgs: string[],
  { gpuCount }: { gpuCount?: number } = {},
): ArgumentProblem[] {
  const problems = extraArgs.flatMap((argument, index) => {
    const message = findProblem(argument);
    return message ? [{ index, message }] : [];
  });
  return [...problems, ...findParallelismProblems(extraArgs, gpuCount)];
}

function findProblem(argument: string): string | undefined {
  if (/^-[^\s=]*\s/.test(argument)) {
    return 'must be two items: the option and its value';
  }
  const { name } = resolveOption(argument, VLLM_OPTIONS);
  return Object.hasOwn(TAKEN, name) ? `${name} ${TAKEN[name]}` : undefined;
}

const PARALLEL = /^--(pipeline|data|(prefill|decode)-context)-parallel-size$/;

function findParallelismProblems(
  extraArgs: string[],
  gpuCount: number | undefined,
): ArgumentProblem[] {
  const { parallelism } = readVllmArguments(extraArgs);
  const groups = countGroups(parallelism);
  const tensor = (gpuCount ?? 0) / groups;
  const message = Number.isInteger(tensor)
    ? wrongContextSplit(tensor, parallelism.decodeContext)
    : `splits ${gpuCount} GPUs into ${groups} groups, which must be equal`;
  return gpuCount && message
    ? [{ index: findParallelOption(extraArgs), message }]
    : [];
}

function wrongContextSplit(tensor: number, parts = 1): string | undefined {
  return tensor % parts === 0
    ? undefined
    : `splits the context of ${tensor} tensor parallel GPUs into ${parts} parts, which must be equal`;
}

function findParallelOption(extraArgs: string[]): number {
  return extraArgs.findIndex(argument =>
    PARALLEL.test(resolveOption(argument, VLLM_OPTIONS).name),
  );
}

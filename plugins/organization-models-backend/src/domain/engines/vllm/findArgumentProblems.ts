import type { ArgumentProblem } from '../ModelRuntime';
import { readParallelism } from './readParallelism';

/** Options that are written or relied upon, and what to set instead. */
const TAKEN: Record<string, string> = {
  '--model': 'is generated already: set huggingface_id',
  '--served-model-name': 'is generated already: it is the name of the model',
  '--revision': 'is generated already: set version',
  '--tensor-parallel-size': 'is generated already: set gpu_count',
  '-tp': 'is generated already: set gpu_count',
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
  const option = /^-[^=]*/.exec(argument)?.[0].replace(/_/g, '-');
  const taken =
    option && Object.keys(TAKEN).find(name => isSpelling(option, name));
  return taken && `${taken} ${TAKEN[taken]}`;
}

// argparse takes any prefix that only one option has
function isSpelling(option: string, name: string): boolean {
  return option === name || (option.length >= 5 && name.startsWith(option));
}

function findParallelismProblems(
  extraArgs: string[],
  gpuCount: number | undefined,
): ArgumentProblem[] {
  const groups = readParallelism(extraArgs);
  if (!gpuCount || gpuCount % groups === 0) {
    return [];
  }
  const index = extraArgs.findIndex(argument =>
    /^(-[pd]p|--(pipeline|data)[-_]par)/.test(argument),
  );
  return [
    {
      index,
      message: `splits ${gpuCount} GPUs into ${groups} groups, which must be equal`,
    },
  ];
}

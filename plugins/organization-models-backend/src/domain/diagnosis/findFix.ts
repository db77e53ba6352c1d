import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ResolvedModel, StoredSpec } from '../facts/ResolvedModel';
import { findRuntime } from '../engines/findRuntime';
import { correctOption } from './correctOption';
import type { Finding } from './Finding';

/** A change that mends it, as a body of PUT. */
export type Fix = { title: string; body: Record<string, unknown> };

type Asked = {
  spec: StoredSpec;
  resolved: Pick<
    ResolvedModel,
    'memory' | 'startupBudgetSeconds' | 'gpu' | 'storage' | 'runtime'
  >;
};

type MakeFix = (found: Record<string, string>, asked: Asked) => Fix | undefined;

/** What can be computed from what was found; all else needs a person. */
const FIXES: Record<string, MakeFix> = {
  ContextTooLong: ({ tokens }) => limitContext(floorContext(Number(tokens))),
  ContextBeyondModel: ({ known = '' }) =>
    limitContext(Number(/\d+/.exec(known)?.[0])),
  UnknownArgument: ({ arguments: words = '' }, asked) =>
    correctFirst(words.trim().split(/\s+/), asked) ??
    withoutArguments(words.trim().split(/\s+/), asked),
  RemovedArgument: ({ arguments: words = '' }, asked) =>
    replaceTask(words.trim().split(/\s+/), asked),
  EmptyArgument: (_, asked) => withoutEmpty(asked),
  LoraNotEnabled: (_, asked) => addArgument('--enable-lora', asked),
  CompilationFailed: (_, asked) => addArgument('--enforce-eager', asked),
  DtypeUnsupported: (_, asked) => addArgument('--dtype=half', asked),
  TensorParallelInvalid: ({ size }) => fewerGpus(Number(size)),
  TooFewGpus: ({ world, world2 }) => moreGpus(Number(world ?? world2)),
  NoGpuVisible: (_, { resolved }) => (resolved.gpu ? undefined : moreGpus(1)),
  OutOfMemory: moreMemory,
  Killed: moreMemory,
  HostMemoryTooSmall: moreMemory,
  SharedMemoryTooSmall: moreMemory,
  StartupTimeout: (_, { resolved }) => longerStart(resolved),
  DiskFull: (_, { resolved }) => moreStorage(resolved),
  EphemeralStorageExceeded: (_, { resolved }) => moreStorage(resolved),
  ContainerStartFailed: (_, { spec }) =>
    spec.deployment_config?.command
      ? inConfig('Let the engine’s own command run', { command: null })
      : undefined,
  ImageNotOnNode: () =>
    inConfig('Let the node pull the image', {
      image_pull_policy: 'IfNotPresent',
    }),
};

/** Codes for which a fix may be offered. */
export const FIXABLE = Object.keys(FIXES);

/** A fix for a finding, where one can be computed. */
export function findFix(
  { code, found = {} }: Pick<Finding, 'code' | 'found'>,
  asked: Asked,
): Fix | undefined {
  return FIXES[code]?.(found, asked);
}

function inConfig(title: string, config: Record<string, unknown>): Fix {
  return { title, body: { deployment_config: config } };
}

function limitContext(tokens: number): Fix | undefined {
  return tokens > 0
    ? inConfig(`Limit the context to ${tokens} tokens`, {
        max_model_len: tokens,
      })
    : undefined;
}

// one block of 16 is held back; a round number is easier to talk about
function floorContext(tokens: number): number {
  const most = tokens - 16;
  return most >= 4096
    ? Math.floor(most / 1024) * 1024
    : Math.floor(most / 16) * 16;
}

type Arguments = { field: 'extra_args' | 'args'; items: string[] };

function argumentsOf({ spec }: Asked): Arguments | undefined {
  const { command, args, extra_args: extra } = spec.deployment_config ?? {};
  if (extra?.length) {
    return { field: 'extra_args', items: extra };
  }
  return args && !command ? { field: 'args', items: args } : undefined;
}

function correctFirst([word]: string[], asked: Asked): Fix | undefined {
  const found = argumentsOf(asked);
  const engine = findRuntime(asked.resolved.runtime);
  const right = found && correctOption(found.items, word, engine);
  // what is generated already must not be given twice
  const isRefused =
    found?.field === 'extra_args' &&
    engine.findProblems(right?.items ?? []).length > 0;
  return right && !isRefused
    ? inConfig(`Write ${right.option} in place of ${word.split('=')[0]}`, {
        [found.field]: right.items,
      })
    : undefined;
}

function withoutArguments(words: string[], asked: Asked): Fix | undefined {
  const found = argumentsOf(asked);
  const left = found?.items.filter(
    item => !words.includes(item) && !words.includes(item.split('=')[0]),
  );
  return found && left && left.length < found.items.length
    ? inConfig(`Remove ${words.join(' ')}`, { [found.field]: left })
    : undefined;
}

function replaceTask(words: string[], asked: Asked): Fix | undefined {
  const [option, value = option?.split('=')[1]] = words;
  const found = argumentsOf(asked);
  if (!found || !/^--task/.test(option ?? '')) {
    return undefined;
  }
  const at = found.items.findIndex(item => /^--task(?:=|$)/.test(item));
  if (at < 0) {
    return undefined;
  }
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

function withoutEmpty(asked: Asked): Fix | undefined {
  const found = argumentsOf(asked);
  const left = found?.items.filter(item => item.trim() !== '');
  return found && left && left.length < found.items.length
    ? inConfig('Remove the empty argument', { [found.field]: left })
    : undefined;
}

function addArgument(argument: string, { spec }: Asked): Fix | undefined {
  const { command, extra_args: extra = [] } = spec.deployment_config ?? {};
  const [option] = argument.split('=');
  const isThere = extra.some(item => item.split('=')[0] === option);
  return command || isThere
    ? undefined
    : inConfig(`Add ${argument}`, { extra_args: [...extra, argument] });
}

// the largest power of two below: it divides nearly every number of heads
function fewerGpus(size: number): Fix | undefined {
  return size > 1
    ? gpuCount(2 ** Math.ceil(Math.log2(size) - 1), 'Split it')
    : undefined;
}

function moreGpus(count: number): Fix | undefined {
  return count > 0 ? gpuCount(count, 'Ask for GPUs') : undefined;
}

function gpuCount(count: number, what: string): Fix {
  return inConfig(`${what}: ${count} per replica`, { gpu_count: count });
}

const GIB = 1024 ** 3;

function moreMemory(
  _: Record<string, string>,
  { resolved }: Asked,
): Fix | undefined {
  const bytes = parseQuantity(resolved.memory);
  if (!bytes) {
    return undefined;
  }
  const memory = `${Math.ceil((bytes * 1.5) / GIB)}Gi`;
  return {
    title: `Raise the memory to ${memory}`,
    body: { requirements: { memory } },
  };
}

function longerStart({
  startupBudgetSeconds,
}: Asked['resolved']): Fix | undefined {
  const seconds = Math.min(startupBudgetSeconds * 2, 86_400);
  return inConfig(`Give it ${seconds} seconds to start`, {
    initial_delay_seconds: seconds,
  });
}

function moreStorage({ storage }: Asked['resolved']): Fix | undefined {
  if (storage.kind === 'none') {
    return inConfig('Keep the model in a claim', { enable_pvc: true });
  }
  const bytes =
    storage.kind === 'own' ? parseQuantity(storage.size) : undefined;
  const size = bytes && `${Math.ceil((bytes * 2) / GIB)}Gi`;
  return size
    ? inConfig(`Enlarge the claim to ${size}`, { storage_size: size })
    : undefined;
}

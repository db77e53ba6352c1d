/**
 * What a command makes of an engine, as the engine itself reads it. What is not
 * said is `undefined`: the engine's default counts.
 */
export type CommandReading = {
  /** What it loads: an id of the hub or a path. */
  model?: string;
  /** The names by which it answers, the first for its metrics. */
  servedNames: string[];
  parallelism: Parallelism;
  /** Tokens; `auto` is what fits. */
  context?: number | 'auto';
  /** Of the weights as they are computed with, for instance `float32`. */
  dtype?: string;
  quantization?: string;
  kvCacheDtype?: string;
  /** Part of a GPU's memory which the engine takes, from 0 to 1. */
  memoryUtilization?: number;
  maxSequences?: number;
  /** Tokens of one step. */
  batchedTokens?: number;
  /** Of each GPU for the cache, whatever else is free. */
  cacheBytes?: number;
  /** Of the weights of each GPU, kept in the machine's memory. */
  cpuOffloadBytes?: number;
  lora?: { adapters: number; rank: number };
  /** Another model beside it, which drafts for it. */
  speculativeModel?: string;
  /** Options by which sizes change in a way that nobody here can tell. */
  untold: string[];
  /** Which of the words say how GPUs are split, by name. */
  parallelOptions: string[];
};

/** Into how many parts GPUs are split; `undefined` where it is not said. */
export type Parallelism = {
  tensor?: number;
  pipeline?: number;
  /** Of this replica. */
  data?: number;
  /** Of all replicas that work together, where these are more. */
  dataEverywhere?: number;
  /** Copies of attention within the tensor parallel GPUs (SGLang). */
  attentionData?: number;
  prefillContext?: number;
  /** Within the tensor parallel ones: takes no GPUs of its own. */
  decodeContext?: number;
  expert: boolean;
  /** More than one machine, of which a replica here is one. */
  nodes?: number;
};

/** By it an engine reads more options, from a file that nobody here sees. */
export const OPTIONS_FILE = '--config';

const PARALLEL_SIZE = /^--([tpd]p-size|.*-parallel-size(-local)?)$/;

/**
 * Whether how GPUs are split can be told: a variable may stand in its place, or
 * a file of options say it.
 */
export function tellsSplit({ untold }: Pick<CommandReading, 'untold'>) {
  return !untold.some(
    name => name === OPTIONS_FILE || PARALLEL_SIZE.test(name),
  );
}

/** What so many GPUs hold a part of each of: the experts, and all the rest. */
export type Split = {
  tensor: number;
  experts: number;
  /** Into how many pieces an expert is cut. */
  expertParts: number;
};

/**
 * How engines split a model between the GPUs of a replica: experts between all
 * that are not stages of a pipeline, also where attention is copied.
 *
 * @remarks Source: `FusedMoEParallelConfig` of vLLM.
 */
export function splitModel(count: number, parallelism: Parallelism): Split {
  const { data = 1, prefillContext = 1, expert } = parallelism;
  const { attentionData = 1, dataEverywhere = data } = parallelism;
  const tensor = count / countGroups(parallelism);
  const experts = tensor * prefillContext * Math.max(data, dataEverywhere);
  return {
    tensor: tensor / attentionData,
    experts,
    expertParts: expert ? 1 : experts,
  };
}

/** Groups of GPUs besides tensor parallelism, each of which is as large. */
export function countGroups(parallelism: Parallelism): number {
  const { pipeline = 1, data = 1, prefillContext = 1 } = parallelism;
  return pipeline * data * prefillContext;
}

/** Processes with a GPU of their own, on one machine. */
export function countRanks(parallelism: Parallelism): number {
  const { tensor = 1, nodes = 1 } = parallelism;
  return Math.ceil((tensor * countGroups(parallelism)) / nodes);
}

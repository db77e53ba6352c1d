import { AUTOSCALING_METRICS } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Finding } from './Finding';
import {
  addArgument,
  correctValue,
  mendUnknown,
  ownCommand,
  replaceTask,
  withoutEmpty,
} from './fixes/argumentFixes';
import { type Asked, type Fix, inConfig, type MakeFix } from './fixes/Fix';
import {
  gpuCount,
  largerGpus,
  matchWorld,
  splitEvenly,
} from './fixes/gpuFixes';
import { suitPlatform } from './fixes/platformFixes';
import {
  floorContext,
  limitContext,
  longerStart,
  moreMemory,
  moreSharedMemory,
  moreStorage,
} from './fixes/roomFixes';
import { fewerRequests, suitDtype } from './fixes/valueFixes';

export type { Fix } from './fixes/Fix';

/** What can be computed from what was found; all else needs a person. */
const FIXES: Record<string, MakeFix> = {
  ContextTooLong: ({ tokens }) => limitContext(floorContext(Number(tokens))),
  ContextBeyondModel: ({ known = '' }) =>
    limitContext(Number(/\d+/.exec(known)?.[0])),
  UnknownArgument: (found, asked) =>
    replaceTask(wordsOf(found), asked) ?? mendUnknown(wordsOf(found), asked),
  RemovedArgument: (found, asked) => replaceTask(wordsOf(found), asked),
  InvalidArgument: ({ options: option, value, choices }, asked) =>
    correctValue({ option, value, choices }, asked),
  ParserUnknown: (found, asked) => correctValue(parserOf(found), asked),
  EmptyArgument: (_, asked) => withoutEmpty(asked),
  LoraNotEnabled: (_, asked) => addArgument('--enable-lora', asked),
  // an engine that compiles parts of itself does so in eager mode, too
  CompilationFailed: (found, asked) =>
    lacksTool(found) || asked.resolved.runtime !== 'vllm'
      ? undefined
      : addArgument('--enforce-eager', asked),
  DtypeUnsupported: suitDtype,
  CustomCode: (_, asked) => addArgument('--trust-remote-code', asked),
  TensorParallelInvalid: splitEvenly,
  TooFewGpus: (found, asked) => matchWorld(Number(worldOf(found)), asked),
  GpuOutOfMemory: (_, asked) => largerGpus(asked),
  NoMemoryForCache: ({ seqs }, asked) =>
    seqs ? fewerRequests(seqs, asked) : largerGpus(asked),
  NoGpuVisible: (_, asked) =>
    asked.resolved.gpu
      ? undefined
      : gpuCount(1, { title: 'Ask for GPUs', asked }),
  ImagePlatform: (_, asked) => suitPlatform(asked),
  OutOfMemory: (_, asked) => moreMemory(asked),
  Killed: (_, asked) => moreMemory(asked),
  HostMemoryTooSmall: (_, asked) => moreMemory(asked),
  SharedMemoryTooSmall: (_, asked) => moreSharedMemory(asked),
  StartupTimeout: (_, asked) => longerStart(asked),
  DiskFull: (_, asked) => moreStorage(asked),
  EphemeralStorageExceeded: (_, asked) => moreStorage(asked),
  ScalingMetricRenamed: ({ metric }) => followMetric(metric),
  ContainerStartFailed: (_, asked) => ownCommand(asked),
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

function lacksTool(found: Record<string, string>): boolean {
  return Object.keys(found).some(name => /^tool\d?$/.test(name));
}

// a group of a pattern has to have a name of its own
function worldOf(found: Record<string, string>): string | undefined {
  const [key = ''] = Object.keys(found).filter(name => /^world\d?$/.test(name));
  return found[key];
}

// engines of old call metrics by names that nobody may ask for
function followMetric(metric: string | undefined): Fix | undefined {
  return AUTOSCALING_METRICS.some(known => known === metric)
    ? inConfig(`Follow ${metric}`, {
        autoscaling_config: { target_metric: metric },
      })
    : undefined;
}

function wordsOf({ arguments: words = '' }: Record<string, string>) {
  return words.trim().split(/\s+/);
}

// the engine names the parser's kind, and not always the option
function parserOf(found: Record<string, string>) {
  const kind = found.kind ?? found.kind2 ?? '';
  return {
    option: /reason/i.test(kind) ? '--reasoning-parser' : '--tool-call-parser',
    value: found.name ?? found.name2,
    choices: found.choices ?? found.choices2,
  };
}

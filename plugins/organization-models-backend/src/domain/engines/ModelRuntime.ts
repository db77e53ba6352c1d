import type {
  Model,
  OptionDialect,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { CommandReading } from '../facts/CommandReading';
import type { ImageBuild, ImageFacts } from '../facts/ImageFacts';
import type { WeightsPlan } from '../facts/WeightsPlan';
import type { EngineMetrics } from './EngineMetrics';
import type { LogDialect } from './logs/EngineLog';

/**
 * What an inference engine needs to be known for: how it is started, watched
 * and ended. Everything is pure, and everything depends on the engine's
 * version alone, never on the day.
 */
export interface ModelRuntime {
  /** As in `deployment_config.runtime`; AIBrix knows the engine by it, too. */
  readonly name: string;
  /** How it is started, for policies that let nothing else be a command. */
  readonly programs: RuntimePrograms;
  /** Its options, as far as they matter to anybody here. */
  readonly options: OptionDialect;
  readonly endpoints: RuntimeEndpoints;
  /** How its numbers are found. */
  readonly metrics: EngineMetrics;
  /** Plain variables which every container of the engine gets. */
  readonly environment: EnvironmentVariable[];
  /** What the engine says when it fails, the most telling lines first. */
  readonly failures: FailureFingerprint[];
  /** How its log says what it is doing. */
  readonly log: LogDialect;

  /** Whether an image is known to be of the engine. */
  knowsImage(image: string): boolean;
  /** What repository and tag tell of an image. */
  readImage(image: string): ImageFacts;
  /** The engine's own image with another build, where there is one. */
  imageOf(
    build: ImageBuild,
    engineVersion: string | undefined,
  ): string | undefined;
  /** The oldest version whose options are known, and the newest verified. */
  readonly versions: { oldest: string; newest: string };
  /** What it makes of its arguments, those after the program's name. */
  readArguments(words: string[]): CommandReading;
  /** The option by which it uses so many GPUs. */
  parallelHint(gpuCount: number): string;
  /** The shortest command that is correct for the version. */
  buildCommand(request: CommandRequest): RuntimeCommand;
  /** Which files it would get from a hub, as far as they can be got before. */
  planWeights(args: string[], engineVersion: string): WeightsPlan | undefined;
  /** What is wrong with arguments that are appended to the generated ones. */
  findProblems(
    extraArgs: string[],
    request?: { gpuCount: number },
  ): ArgumentProblem[];
  /** How long a container that runs this needs to end its requests. */
  drainOf(command: RuntimeCommand): Drain;
  /**
   * What the version calls a metric that an autoscaler follows, where it is
   * known to have it by another name only.
   */
  renamedMetric(metric: string, engineVersion: string): string | undefined;
}

/** Names in the image's own folders, and modules for `python3 -m`. */
export type RuntimePrograms = { commands: string[]; modules: string[] };

export type RuntimeEndpoints = {
  port: number;
  /** Paths of HTTP GET. */
  health: string;
  metrics: string;
  /** Where it takes what it is asked, by POST. */
  calls: Record<InferenceCall, string>;
};

/** What models can be asked, by our paths below `/v1`. */
export const INFERENCE_CALLS = [
  'chat/completions',
  'completions',
  'embeddings',
  'rerank',
  'score',
  'responses',
  'messages',
  'messages/count_tokens',
  'tokenize',
] as const;

export type InferenceCall = (typeof INFERENCE_CALLS)[number];

export type EnvironmentVariable = { name: string; value: string };

export type RuntimeCommand = { command?: string[]; args?: string[] };

export type CommandRequest = {
  /** Only options that every version knows are written where it is not known. */
  engineVersion?: string;
  /** The name under which the model is served. */
  name: string;
  modelType: Model['model_type'];
  /** Id in the model hub; `undefined` only where `args` tell it. */
  source?: string;
  /** Branch, tag or commit of the source. */
  revision?: string;
  /** Of one replica; 0 means CPU only. */
  gpuCount: number;
  /** Tokens. */
  maxModelLen?: number;
  /** Replaces the generated arguments. */
  args?: string[];
  /** Appended to the arguments. */
  extraArgs: string[];
};

/** `index` is the position of the argument. */
export type ArgumentProblem = { index: number; message: string };

/** Seconds; the grace period includes the pause before SIGTERM. */
export type Drain = {
  preStopSeconds: number;
  gracePeriodSeconds: number;
  /**
   * Of the pause: what it takes until no new requests come. The rest is for those
   * that run, where the engine would leave them behind at SIGTERM.
   */
  removalSeconds: number;
};

export type FailureFingerprint = {
  /** Of the catalogue of reasons, which has sentence and hint. */
  code: string;
  /** For everything that was said about one failure, line by line. */
  pattern: RegExp;
  /** Only where the error was raised in such a source file. */
  source?: RegExp;
  /**
   * A sentence with what was found: `$<name>` is what the pattern's group of that
   * name found, `$<line>` the line.
   */
  message?: string;
  /** Another try may end better, so that once is no failure yet. */
  transient?: true;
  /** It only says that something failed: any other line tells more. */
  weak?: true;
};

import { resolveOption } from '@orgmodels/backstage-plugin-organization-models-common';
import { countGroups } from '../../facts/CommandReading';
import type { CommandRequest, RuntimeCommand } from '../ModelRuntime';
import { VLLM_OPTIONS } from './vllmOptions';
import { isSince } from './isSince';
import { readVllmArguments } from './readVllmArguments';

/** Seconds which vLLM gives to running requests after SIGTERM. */
const SHUTDOWN_TIMEOUT_SECONDS = 60;

const SERVE = ['vllm', 'serve'];
// up to about 0.12, `vllm serve` refuses --model; this module takes it
const LEGACY_SERVER = ['python3', '-m', 'vllm.entrypoints.openai.api_server'];

/**
 * Writes the command explicitly, since the images' entrypoint was the legacy
 * server first and is `vllm serve` now. The model comes first and positional:
 * vLLM refuses a served name before it. Host and port are vLLM's own defaults.
 */
export function buildVllmCommand(request: CommandRequest): RuntimeCommand {
  const { args, extraArgs, engineVersion } = request;
  if (args) {
    const legacy =
      namesModelByOption(args) &&
      (!engineVersion || !isSince(engineVersion, '0.13.0'));
    return {
      command: legacy ? LEGACY_SERVER : SERVE,
      args: [...args, ...extraArgs, ...missingShutdown(request)],
    };
  }
  return { command: SERVE, args: [...buildArguments(request), ...extraArgs] };
}

function buildArguments(request: CommandRequest): string[] {
  const { source, name, revision, maxModelLen } = request;
  if (!source) {
    throw new Error(`Model ${name} has neither a source nor arguments`);
  }
  return [
    source,
    ...option('--served-model-name', name),
    ...option('--revision', revision),
    ...option('--tensor-parallel-size', tensorParallelSize(request)),
    ...option('--max-model-len', maxModelLen),
    ...poolingOptions(request),
    ...shutdownOptions(request),
  ];
}

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}

function tensorParallelSize({ gpuCount, extraArgs }: CommandRequest) {
  const size = gpuCount / countGroups(readVllmArguments(extraArgs).parallelism);
  return size > 1 ? size : undefined;
}

// said although vLLM mostly finds out by itself: an embedding model with the
// architecture of a generating one would otherwise be served as the latter
function poolingOptions({
  modelType,
  engineVersion,
}: CommandRequest): string[] {
  if (modelType !== 'embedding' && modelType !== 'rerank') {
    return [];
  }
  // each of the two options is unknown to some versions
  if (!engineVersion) {
    return [];
  }
  if (isSince(engineVersion, '0.10.1')) {
    return ['--runner', 'pooling'];
  }
  return ['--task', modelType === 'embedding' ? 'embed' : 'score'];
}

// by default running requests are cut off at SIGTERM
function shutdownOptions({ engineVersion }: CommandRequest): string[] {
  return engineVersion && isSince(engineVersion, '0.18.0')
    ? ['--shutdown-timeout', String(SHUTDOWN_TIMEOUT_SECONDS)]
    : [];
}

// not beside a file of options, which may have it
function missingShutdown(request: CommandRequest): string[] {
  const given = [...(request.args ?? []), ...request.extraArgs];
  return given.some(word =>
    ['--shutdown-timeout', '--config'].includes(
      resolveOption(word, VLLM_OPTIONS).name,
    ),
  )
    ? []
    : shutdownOptions(request);
}

function namesModelByOption(args: string[]): boolean {
  return args.some(argument => /^--model(=|$)/.test(argument));
}

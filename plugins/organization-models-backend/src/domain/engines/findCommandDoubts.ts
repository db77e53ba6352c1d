import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';
import { countRanks, OPTIONS_FILE, tellsSplit } from '../facts/CommandReading';
import type { ModelRuntime } from './ModelRuntime';
import { readCommand } from './readCommand';

const FIELDS = ['command', 'args'] as const;

/**
 * What of a command of one's own may keep requests and probes from reaching the
 * engine, or GPUs from being used. A script may name ports of other programs, so nothing is refused.
 */
export function findCommandDoubts(
  spec: Pick<StoredSpec, 'name' | 'deployment_config'>,
  { runtime, gpuCount = 0 }: { runtime: ModelRuntime; gpuCount?: number },
): PlanWarning[] {
  return [
    ...findUnreachable(spec, runtime),
    ...findIdleGpus(spec, { runtime, gpuCount }),
    ...findOtherName(spec, runtime),
    ...findDraft(spec, runtime),
  ];
}

function findUnreachable(
  { deployment_config = {} }: Pick<StoredSpec, 'deployment_config'>,
  { endpoints: { port } }: ModelRuntime,
): PlanWarning[] {
  return FIELDS.flatMap(name => {
    const text = (deployment_config[name] ?? []).join(' ');
    const other = valuesOf('port', text).find(value => value !== `${port}`);
    const host = valuesOf('host', text).find(isLoopback);
    const socket = valuesOf('uds', text)[0];
    const found = [
      other && `--port ${other}`,
      host && `--host ${host}`,
      socket && '--uds',
    ].filter(Boolean);
    return found.length > 0
      ? [
          {
            code: 'MayNotBeReached',
            field: `deployment_config.${name}`,
            message: `has ${found.join(
              ' and ',
            )}: probes, Service and gateway reach the engine on port ${port} of the pod, and a model that does not listen there never becomes ready`,
          },
        ]
      : [];
  });
}

function findIdleGpus(
  spec: Pick<StoredSpec, 'deployment_config'>,
  { runtime, gpuCount }: { runtime: ModelRuntime; gpuCount: number },
): PlanWarning[] {
  const { command, args } = spec.deployment_config ?? {};
  const reading = command || args ? readCommand(spec, runtime) : undefined;
  const ranks =
    reading && tellsSplit(reading) ? countRanks(reading.parallelism) : gpuCount;
  return ranks < gpuCount
    ? [
        {
          code: 'IdleGpus',
          field: 'deployment_config.gpu_count',
          message: `is ${gpuCount}, and the command uses ${ranks} of them: ${runtime.parallelHint(
            gpuCount,
          )} would use all, or set gpu_count to ${ranks}`,
        },
      ]
    : [];
}

// Whoever asks by the model's name is told that there is none
function findOtherName(
  spec: Pick<StoredSpec, 'name' | 'deployment_config'>,
  runtime: ModelRuntime,
): PlanWarning[] {
  const { command, args } = spec.deployment_config ?? {};
  const reading = command || args ? readCommand(spec, runtime) : undefined;
  return reading &&
    reading.servedNames.length === 0 &&
    !reading.untold.includes(OPTIONS_FILE)
    ? [
        {
          code: 'ServedByAnotherName',
          field: `deployment_config.${command ? 'command' : 'args'}`,
          message: `has no --served-model-name ${
            spec.name
          }: the engine answers as ${
            reading.model ?? 'its model'
          } alone, and chat and gateway do not find it by the name ${
            spec.name
          }`,
        },
      ]
    : [];
}

function findDraft(
  spec: Pick<StoredSpec, 'deployment_config'>,
  runtime: ModelRuntime,
): PlanWarning[] {
  const draft = readCommand(spec, runtime)?.speculativeModel;
  return draft
    ? [
        {
          code: 'DraftModelNotCounted',
          field: 'requirements.gpu.min_vram',
          message: `does not count the model ${draft}, which drafts for this one on the same GPUs: leave room for it`,
        },
      ]
    : [];
}

// Also within a script of `sh -c`
function valuesOf(option: string, text: string): string[] {
  const written = new RegExp(
    `(?:^|[\\s"'])--${option}[\\s=]+["']?([^\\s"']+)`,
    'g',
  );
  return [...text.matchAll(written)].map(([, value]) => value);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

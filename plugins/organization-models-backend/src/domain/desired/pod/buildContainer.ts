import type {
  V1Container,
  V1LifecycleHandler,
  V1ResourceRequirements,
} from '@kubernetes/client-node';
import type { ResolvedModel } from '../../facts/ResolvedModel';
import { buildEnvironment } from './buildEnvironment';
import type { Build } from '../buildMetadata';
import { buildProbes } from './buildProbes';
import { IDLE_PROGRAM } from './idleProgram';
import { buildVolumeMounts } from './buildVolumes';

/** The engine's container. */
export function buildContainer(build: Build): V1Container {
  const { context, runtime } = build;
  const { resolved } = context;
  return {
    name: runtime.name,
    image: resolved.image,
    imagePullPolicy: resolved.imagePullPolicy,
    command: resolved.command,
    args: resolved.args,
    env: buildEnvironment({ context, runtime }),
    // protocols are said: apply merges the list by port and protocol
    ports: [
      { name: 'http', containerPort: runtime.endpoints.port, protocol: 'TCP' },
    ],
    resources: buildResources(resolved),
    ...buildProbes(resolved, runtime),
    lifecycle: {
      preStop: resolved.stopsWhenIdle
        ? buildWait(build)
        : buildSleep(runtime.drainOf(resolved).preStopSeconds, resolved),
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    // an engine's last words are then in the pod's status
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: buildVolumeMounts(context),
  };
}

function buildWait({ context, runtime }: Build): V1LifecycleHandler {
  const { endpoints, metrics } = runtime;
  const { removalSeconds, preStopSeconds } = runtime.drainOf(context.resolved);
  return {
    exec: {
      command: [
        ...['python3', '-c', IDLE_PROGRAM],
        `http://127.0.0.1:${endpoints.port}${endpoints.metrics}`,
        String(removalSeconds),
        String(preStopSeconds),
        [...metrics.running, ...metrics.waiting].join('|'),
      ],
    },
  };
}

// An image without the program loses what is on its way to the pod, no more
function buildSleep(
  seconds: number,
  { sleepsByCommand }: ResolvedModel,
): V1LifecycleHandler {
  return sleepsByCommand
    ? { exec: { command: ['sleep', String(seconds)] } }
    : { sleep: { seconds } };
}

/** CPU is a request only: a limit would throttle the engine's main loop. */
function buildResources({
  cpu,
  memory,
  gpu,
}: ResolvedModel): V1ResourceRequirements {
  const gpus = gpu ? { [gpu.resourceName]: String(gpu.count) } : {};
  return {
    requests: { cpu, memory, ...gpus },
    limits: { memory, ...gpus },
  };
}

import type { V1Container, V1EnvVar } from '@kubernetes/client-node';
import { WEIGHTS_CONTAINER } from '../../facts/WeightsPlan';
import { WEIGHTS_PROGRAM } from '../../engines/weights/weightsProgram';
import { buildEnvironment, tokenVariables } from './buildEnvironment';
import type { Build } from '../buildMetadata';
import { buildVolumeMounts } from './buildVolumes';
import { weightsOf } from './weightsOf';

/**
 * What gets the model's files before its engine starts: with retries and
 * failures of its own, and with the token, which an engine that needs the hub no
 * more does not get.
 *
 * @returns `undefined` where the engine sees to its files itself
 */
export function buildWeightsContainer(build: Build): V1Container | undefined {
  const { context } = build;
  const plan = weightsOf(context);
  if (!plan) {
    return undefined;
  }
  const { cpu, image, imagePullPolicy, memory } = context.resolved;
  return {
    name: WEIGHTS_CONTAINER,
    image,
    imagePullPolicy,
    command: ['python3', '-c', WEIGHTS_PROGRAM],
    args: [JSON.stringify(plan.repositories)],
    env: [
      ...buildEnvironment(build).filter(({ name }) => !OWN.includes(name)),
      NO_DEVICES,
      ...tokenVariables(build),
    ],
    // no more than the engine's, so that the pod needs no more for it
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: buildVolumeMounts(context),
  };
}

/** In which it differs from the engine. */
const OWN = ['NVIDIA_VISIBLE_DEVICES', 'HF_HUB_OFFLINE', 'HF_TOKEN'];

// CUDA images ask for all GPUs, which some nodes grant without a request
const NO_DEVICES: V1EnvVar = { name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' };

import {
  formatBytes,
  formatCores,
  parseQuantity,
  type PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { GpuConfig } from '../../../domain/gpus/gpuConfig';
import { lacksSleep } from '../../../domain/desired/pod/lacksSleep';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../../domain/facts/ResolvedModel';
import { sharedMemoryOf } from '../../../domain/facts/sharedMemoryOf';
import { findCommandDoubts } from '../../../domain/engines/findCommandDoubts';
import { findOptionDoubts } from '../../../domain/engines/findOptionDoubts';
import { findWritingDoubts } from '../../../domain/engines/findWritingDoubts';
import { findBuildDoubts } from '../../../domain/engines/findBuildDoubts';
import { findContextDoubt } from '../../../domain/engines/findContextDoubt';
import { findCommandProblems } from '../../../domain/engines/findCommandProblems';
import { DEFAULT_RUNTIME } from '../../../domain/engines/findRuntime';
import { findSpecRuntime } from '../../../domain/engines/specRuntime';
import type {
  ModelRuntime,
  RuntimeCommand,
} from '../../../domain/engines/ModelRuntime';
import type { ConfiguredImage } from '../../../domain/engines/readImageFacts';
import type { HubReading } from '../../../domain/facts/HubReading';
import { readCommand } from '../../../domain/engines/readCommand';
import { resolveCommand } from '../../../domain/engines/resolveCommand';
import { invalidRequest } from '../../errors';
import { chooseHardware, ownImageOf, toGpu } from './chooseHardware';
import { type ImageReader, registryWarnings } from './ImageReader';
import { type HubReader, refuseUnservable, sourceOf } from './modelSource';
import type { SecretReference } from './NamedSecrets';
import { resolveScaling, warnOfScaling } from './resolveScaling';
import { resolveStorage, storageWarnings } from './resolveStorage';

export type Resolution = { resolved: ResolvedModel; warnings: PlanWarning[] };

/** The start-up budget that even older, smaller values are raised to, seconds. */
const SHORTEST_STARTUP_BUDGET = 1_800;

/**
 * Derives, once per accepted generation, everything that a spec leaves open.
 *
 * @throws a refusal that names the field, or the cluster's lack
 */
export class ModelResolver {
  constructor(
    private readonly options: {
      defaults: {
        image: string;
        /** Where engines' own images are, in place of Docker Hub. */
        registry?: string;
        cpu: string;
        memory: string;
        storageSize: string;
      };
      gpus: GpuConfig;
      /** What config says of images. */
      images: ConfiguredImage[];
      registries: ImageReader;
      hub: HubReader;
    },
  ) {}

  async resolve(
    spec: StoredSpec,
    context: {
      facts: ClusterFacts;
      /** What runs when the spec names no image. */
      image: string;
      storageClass: string | undefined;
      /** Classes whose volumes several nodes can mount. */
      sharedStorageClasses?: string[];
      /** Of the generation before. */
      storedStorage?: ResolvedModel['storage'];
      token?: string;
      /** The model has a token of its own from before. */
      hasOwnToken: boolean;
      /** The Secret that the spec names, found and let by. */
      namedSecret?: SecretReference;
    },
  ): Promise<Resolution> {
    const { defaults, gpus, images } = this.options;
    const { registry } = defaults;
    const config = spec.deployment_config ?? {};
    const runtime = findSpecRuntime(spec);
    const source = sourceOf(spec);
    const hub: HubReading = source
      ? await this.options.hub.read({ ...source, token: context.token })
      : { warnings: [] };
    refuseUnservable(spec, hub, context);
    const reading = readCommand(spec, runtime);
    const first = imageOf(spec, { ...context, runtime, registry });
    const answer = await this.options.registries.read(first);
    const { image, choice } = chooseHardware(spec, {
      ...{ ...context, gpus, images, registry },
      first,
      details: answer.outcome === 'found' ? answer.details : undefined,
      runtime,
      hub,
      reading,
    });
    const engineVersion = image.engineVersion ?? runtime.versions.newest;
    const gpu = toGpu(choice, {
      spec,
      facts: context.facts,
      config: gpus,
    });
    refuseProblems(spec, { runtime, gpuCount: gpu?.count ?? 0 });
    const memory = spec.requirements?.memory ?? defaults.memory;
    const startup = resolveStartupBudget(config.initial_delay_seconds);
    const scaling = resolveScaling(spec);
    const command = resolveCommand(spec, {
      runtime,
      engineVersion: image.engineVersion,
      gpuCount: gpu?.count ?? 0,
      source: source?.id,
      revision: hub.commit ?? source?.revision,
    });
    const resolved: ResolvedModel = {
      runtime: runtime.name,
      engineVersion,
      image: image.image,
      imagePullPolicy: config.image_pull_policy ?? 'IfNotPresent',
      gpu,
      cpu: formatCores(parseQuantity(spec.requirements?.cpu ?? defaults.cpu)!),
      memory: formatBytes(parseQuantity(memory)!),
      sharedMemoryBytes: sharedMemoryOf(
        parseQuantity(memory)!,
        gpu?.count ?? 0,
      ),
      ...command,
      // of an image that nobody knows, also what else is in it is not known
      weights:
        image.engineVersion && !config.command
          ? runtime.planWeights(command.args ?? [], image.engineVersion)
          : undefined,
      maxModelLen: config.max_model_len,
      hubCommit: hub.commit,
      startupBudgetSeconds: startup.seconds,
      ...(lacksSleep(context.facts.kubernetesVersion) && {
        sleepsByCommand: true,
      }),
      ...(stopsWhenIdle(runtime, command, image.image) && {
        stopsWhenIdle: true,
      }),
      scaling,
      storage: resolveStorage(spec, {
        facts: context.facts,
        storageClass: context.storageClass,
        sharedStorageClasses: context.sharedStorageClasses,
        stored: context.storedStorage,
        defaultSize: defaults.storageSize,
        scaling,
        modelFacts: hub.facts,
      }),
      token: resolveToken(spec, context),
    };
    return {
      resolved,
      warnings: [
        ...hub.warnings,
        ...choice.warnings,
        ...startup.warnings,
        ...findBuildDoubts(image, { runtime, gpuCount: gpu?.count ?? 0 }),
        ...findContextDoubt(spec, {
          reading,
          longest: hub.facts?.architecture?.maxContext,
        }),
        ...findCommandDoubts(spec, { runtime, gpuCount: gpu?.count }),
        ...findOptionDoubts(spec, runtime),
        ...findWritingDoubts(spec),
        ...(image.engineVersion || config.command
          ? []
          : [versionAssumed(resolved)]),
        ...registryWarnings(answer),
        ...warnOfScaling(spec, resolved),
        ...storageWarnings(resolved, hub.facts),
      ],
    };
  }

  /** @throws a refusal when the hub does not take a token for the model */
  async refuseToken(spec: StoredSpec, token: string): Promise<void> {
    const source = sourceOf(spec);
    if (source) {
      const hub = await this.options.hub.read({ ...source, token });
      refuseUnservable(spec, hub, { token, hasOwnToken: true });
    }
  }
}

function refuseProblems(
  spec: StoredSpec,
  options: Parameters<typeof findCommandProblems>[1],
) {
  const problems = findCommandProblems(spec, options);
  if (problems.length > 0) {
    throw invalidRequest(problems);
  }
}

function resolveStartupBudget(asked = SHORTEST_STARTUP_BUDGET): {
  seconds: number;
  warnings: PlanWarning[];
} {
  return asked >= SHORTEST_STARTUP_BUDGET
    ? { seconds: asked, warnings: [] }
    : {
        seconds: SHORTEST_STARTUP_BUDGET,
        warnings: [
          {
            code: 'StartupBudgetRaised',
            field: 'deployment_config.initial_delay_seconds',
            message: `is the time that a start may take; ${asked} s would kill slow loads, so ${SHORTEST_STARTUP_BUDGET} s count`,
          },
        ],
      };
}

function resolveToken(
  { name }: StoredSpec,
  context: {
    token?: string;
    hasOwnToken: boolean;
    namedSecret?: SecretReference;
  },
): ResolvedModel['token'] {
  if (context.namedSecret) {
    return { kind: 'named', ...context.namedSecret };
  }
  return context.token || context.hasOwnToken
    ? { kind: 'own', secretName: `${name}-hugging-face-token`, key: 'token' }
    : { kind: 'none' };
}

// Of an image that nobody knows, also what else is in it is not known
function stopsWhenIdle(
  runtime: ModelRuntime,
  command: RuntimeCommand,
  image: string,
): boolean {
  const { preStopSeconds, removalSeconds } = runtime.drainOf(command);
  return preStopSeconds > removalSeconds && runtime.knowsImage(image);
}

function versionAssumed({ runtime, engineVersion }: ResolvedModel) {
  return {
    code: 'EngineVersionAssumed',
    field: 'deployment_config.image',
    message: `does not tell its version of ${runtime} by its tag: only options that every version knows are written, and the rest is taken to be as in ${engineVersion}. Take a tag with a version, or have the administrators name it in organizationModels.images`,
  };
}

function imageOf(
  { deployment_config = {} }: StoredSpec,
  {
    image,
    ...own
  }: { image: string; runtime: ModelRuntime; registry: string | undefined },
): string {
  const usual =
    own.runtime.name === DEFAULT_RUNTIME
      ? image
      : ownImageOf(own, 'cuda', undefined);
  return deployment_config.image ?? usual ?? image;
}

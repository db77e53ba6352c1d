import {
  formatBytes,
  formatCores,
  type ModelFacts,
  parseQuantity,
  type PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import {
  chooseGpus,
  isOf,
  type GpuChoice,
} from '../../../domain/gpus/chooseGpus';
import type { GpuConfig } from '../../../domain/gpus/gpuConfig';
import { modelRequirements } from '../../../domain/gpus/gpuRequirements';
import { imageRequirements } from '../../../domain/gpus/imageRequirements';
import { vendorOf } from '../../../domain/gpus/vendors/knownVendors';
import { lacksSleep } from '../../../domain/desired/pod/lacksSleep';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../../domain/facts/ResolvedModel';
import { sharedMemoryOf } from '../../../domain/facts/sharedMemoryOf';
import { findProducts } from '../../../domain/quota/computePlacement';
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
import {
  readImageFacts,
  type ConfiguredImage,
} from '../../../domain/engines/readImageFacts';
import type { CommandReading } from '../../../domain/facts/CommandReading';
import type { ImageDetails } from '../../../domain/facts/ImageDetails';
import type { ImageFacts } from '../../../domain/facts/ImageFacts';
import { withRegistry } from '../../../domain/engines/withRegistry';
import { readCommand } from '../../../domain/engines/readCommand';
import { resolveCommand } from '../../../domain/engines/resolveCommand';
import { invalidRequest, ModelApiError } from '../../errors';
import type { SecretReference } from './NamedSecrets';
import { resolveScaling, warnOfScaling } from './resolveScaling';
import { resolveStorage, storageWarnings } from './resolveStorage';

/** What a hub knows of a model, as far as it could be asked. */
export type HubReading = {
  facts?: ModelFacts;
  /** To which the revision points now. */
  commit?: string;
  warnings: PlanWarning[];
  /** What the user has to mend before the model can start. */
  problem?: { field: string; message: string };
};

/** Asks what a model is; never fails, only warns. */
export interface HubReader {
  read(source: {
    id: string;
    revision?: string;
    token?: string;
  }): Promise<HubReading>;
}

/** Asks the registry of an image what it is; never fails. */
export interface ImageReader {
  read(
    image: string,
  ): Promise<
    | { outcome: 'found'; details: ImageDetails }
    | { outcome: 'missing' | 'unavailable'; message: string }
    | { outcome: 'none' }
  >;
}

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
    const { defaults } = this.options;
    const config = spec.deployment_config ?? {};
    const runtime = findSpecRuntime(spec);
    const source = sourceOf(spec);
    const hub: HubReading = source
      ? await this.options.hub.read({ ...source, token: context.token })
      : { warnings: [] };
    refuseUnservable(spec, hub, context);
    const reading = readCommand(spec, runtime);
    const first = this.#imageOf(spec, { ...context, runtime });
    const answer = await this.options.registries.read(first);
    const { image, choice } = this.#chooseImage(spec, {
      ...context,
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
      config: this.options.gpus,
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

  // Where only GPUs of another vendor are what is asked for, the engine's own
  // image for these takes the place of the default; never that of an asked one
  #chooseImage(
    spec: StoredSpec,
    context: {
      facts: ClusterFacts;
      first: string;
      /** What its registry says of the first. */
      details: ImageDetails | undefined;
      runtime: ModelRuntime;
      hub: HubReading;
      reading: CommandReading | undefined;
    },
  ): { image: ImageFacts; choice: GpuChoice } {
    const { details, runtime } = context;
    const configured = this.options.images;
    const read = (image: string) =>
      readImageFacts(image, { runtime, configured });
    const first = readImageFacts(context.first, {
      runtime,
      configured,
      details,
    });
    const others = spec.deployment_config?.image
      ? []
      : (['rocm', 'gaudi', 'xpu'] as const).flatMap(
          build => this.#ownImage(runtime, build, first.engineVersion) ?? [],
        );
    const choose = (image: ImageFacts) => ({
      image,
      choice: this.#chooseGpus(spec, { ...context, image }),
    });
    const usual = choose(first);
    if (usual.choice.kind !== 'problem') {
      return usual;
    }
    const choices = others.map(image => choose(read(image)));
    return choices.find(({ choice }) => choice.kind !== 'problem') ?? usual;
  }

  #imageOf(
    { deployment_config = {} }: StoredSpec,
    { image, runtime }: { image: string; runtime: ModelRuntime },
  ): string {
    const usual =
      runtime.name === DEFAULT_RUNTIME
        ? image
        : this.#ownImage(runtime, 'cuda', undefined);
    return deployment_config.image ?? usual ?? image;
  }

  #ownImage(
    runtime: ModelRuntime,
    ...which: Parameters<ModelRuntime['imageOf']>
  ): string | undefined {
    const image = runtime.imageOf(...which);
    return image && withRegistry(image, this.options.defaults.registry);
  }

  #chooseGpus(
    spec: StoredSpec,
    context: {
      facts: ClusterFacts;
      image: ImageFacts;
      runtime: ModelRuntime;
      hub: HubReading;
      reading: CommandReading | undefined;
    },
  ): GpuChoice {
    const { facts, hub, image, reading, runtime } = context;
    const { deployment_config = {}, requirements } = spec;
    if (
      image.build === 'cpu' &&
      deployment_config.gpu_count === undefined &&
      requirements?.gpu === undefined
    ) {
      return { kind: 'cpu', warnings: [] };
    }
    const engineVersion = image.engineVersion ?? runtime.versions.newest;
    return chooseGpus(spec, {
      nodes: facts.nodes,
      deviceClasses: facts.deviceClasses,
      facts: hub.facts,
      config: this.options.gpus,
      vendor: vendorOf(image),
      requirements: [
        ...imageRequirements(image),
        ...(hub.facts && reading && isOf(hub.facts, reading)
          ? modelRequirements(hub.facts, engineVersion)
          : []),
      ],
    });
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

// With a command of one's own, or a token that only the cluster can read,
// nobody here can tell
function refuseUnservable(
  { deployment_config = {} }: StoredSpec,
  { problem, commit }: HubReading,
  { hasOwnToken, token }: { hasOwnToken: boolean; token?: string },
) {
  const { command, args, hugging_face_token_secret } = deployment_config;
  // where the hub told what it is, it needs no token for that
  const isHidden =
    !commit && (hugging_face_token_secret || (hasOwnToken && !token));
  const isUnknown = command || args || isHidden;
  if (problem && !isUnknown) {
    throw invalidRequest([problem]);
  }
}

function sourceOf(
  spec: StoredSpec,
): { id: string; revision?: string } | undefined {
  if (spec.huggingface_id) {
    return { id: spec.huggingface_id, revision: spec.version };
  }
  const match = /^https:\/\/[^/]+\/([^/]+\/[^/]+)(?:\/tree\/(.+?))?\/?$/.exec(
    spec.repository_url ?? '',
  );
  return match
    ? { id: match[1], revision: spec.version ?? match[2] }
    : undefined;
}

function toGpu(
  choice: GpuChoice,
  asked: { spec: StoredSpec; facts: ClusterFacts; config: GpuConfig },
): ResolvedModel['gpu'] {
  if (choice.kind === 'problem') {
    throw new ModelApiError('InputError', {
      statusCode: 400,
      code: 'InsufficientClusterResources',
      message: `${choice.message} ${choice.suggestion}`,
      details: {
        reason: 'never',
        field: choice.field,
        message: choice.message,
        suggestion: choice.suggestion,
      },
    });
  }
  if (choice.kind === 'cpu') {
    return undefined;
  }
  const products = findProducts(asked.facts.nodes, choice.gpu, asked);
  return products ? { ...choice.gpu, products } : choice.gpu;
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

function registryWarnings(
  answer: Awaited<ReturnType<ImageReader['read']>>,
): PlanWarning[] {
  const field = 'deployment_config.image';
  switch (answer.outcome) {
    case 'missing':
      return [
        {
          code: 'ImageNotSeen',
          field,
          message: `was not found (${answer.message}): nodes may be let in where this portal is not, or pods wait for it in vain`,
        },
      ];
    case 'unavailable':
      return [
        {
          code: 'RegistryUnavailable',
          field,
          message: `could not be looked up (${answer.message}): what it is was read from its name alone`,
        },
      ];
    default:
      return [];
  }
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

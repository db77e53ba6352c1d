/** What was last asked of a model, and accepted. */
export type WantedModel = {
  id: string;
  /** Counts the changes; stands in the engine's environment. */
  version: number;
  replicas: number;
  stopped: boolean;
  /** Its image is one of which every container ends with an error. */
  broken: boolean;
};

/**
 * Each status in which it may end. While a broken spec cannot be rolled out,
 * pods of the one before go on serving.
 */
export function statusesOf({ stopped, broken }: WantedModel): string[] {
  if (stopped) {
    return ['stopped'];
  }
  return broken ? ['failed', 'degraded'] : ['running'];
}

/** How many pods it has to have; `undefined`: those of a rollout that cannot end. */
export function podsOf(model: WantedModel): number | undefined {
  if (model.stopped) {
    return 0;
  }
  return model.broken ? undefined : model.replicas;
}

export const VERSION_VARIABLE = 'SOAK_VERSION';

const GOOD_IMAGE = 'vllm/vllm-openai:v0.32.0';
const BROKEN_IMAGE = 'vllm/vllm-openai:scenario-crash-loop';

/** The body of POST and, but for the name, of PUT. */
export function toBody(name: string, wanted: Omit<WantedModel, 'id'>) {
  return {
    name,
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-0.6B',
    desired_state: wanted.stopped ? 'stopped' : 'running',
    requirements: { cpu: '100m', memory: '1Gi' },
    deployment_config: {
      gpu_count: 0,
      replicas: wanted.replicas,
      image: wanted.broken ? BROKEN_IMAGE : GOOD_IMAGE,
      extra_env: [{ name: VERSION_VARIABLE, value: `${wanted.version}` }],
    },
  };
}

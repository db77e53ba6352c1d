/** A model that is broken on purpose, and is mended by what the portal offers. */
export interface DemoModel {
  readonly name: string;
  /** What is wrong with it, for whoever would rather not guess. */
  readonly trouble: string;
  /** The code of what is found. */
  readonly code: string;
  /** The body of POST. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Five of them, each with another kind of trouble. */
export const demoModels: readonly DemoModel[] = [
  demoModel('long-context', {
    trouble: 'its context does not fit the memory of the GPU',
    code: 'ContextTooLong',
    config: { gpu_count: 1 },
  }),
  demoModel('typo', {
    trouble: 'an option of the engine has a typo',
    code: 'UnknownArgument',
    config: { extra_args: ['--seed=1', '--enforce-eagr'] },
  }),
  demoModel('small-memory', {
    trouble: 'it has too little memory and is killed',
    code: 'OutOfMemory',
    requirements: { memory: '4Gi' },
  }),
  demoModel('custom-code', {
    trouble: 'the model brings code of its own, which nobody allowed',
    code: 'CustomCode',
  }),
  demoModel('never-pulled', {
    trouble: 'the node may not pull its image',
    code: 'ImageNotOnNode',
    config: { image_pull_policy: 'Never' },
  }),
];

function demoModel(
  kind: string,
  {
    trouble,
    code,
    config,
    requirements,
  }: {
    trouble: string;
    code: string;
    config?: Record<string, unknown>;
    requirements?: Record<string, unknown>;
  },
): DemoModel {
  const name = `demo-${kind}`;
  return {
    name,
    trouble,
    code,
    body: {
      name,
      model_type: 'chat',
      huggingface_id: 'Qwen/Qwen3-0.6B',
      requirements: { cpu: '1', memory: '8Gi', ...requirements },
      deployment_config: {
        gpu_count: 0,
        image: `vllm/vllm-openai${
          config?.gpu_count ? '' : '-cpu'
        }:v0.32.0-scenario-${name}`,
        ...config,
      },
    },
  };
}

type Labels = Record<string, string>;

/** What somebody ran into in public, as a request to our API and its right answer. */
export type Report = {
  /** Besides name and type. */
  body: Record<string, unknown>;
  /** The node that it needs, which nothing else goes to. */
  node?: {
    labels: Labels;
    /** Besides CPU, memory and pods. */
    has: Record<string, number>;
    taints?: { key: string; value?: string; effect: string }[];
  };
  expected: {
    status: number;
    /** Of the whole answer. */
    says?: RegExp;
    not?: RegExp;
    /** Of the refused field. */
    field?: string;
    code?: string;
    gpus?: number;
    runtime?: string;
    /** The node that suits best. */
    on?: RegExp;
  };
};

const GPU = 'nvidia.com/gpu';

/** As GPU feature discovery labels a node. */
function gfd(
  product: string,
  {
    mib,
    compute,
    count = 1,
    driver = 580,
    ...others
  }: {
    mib: number;
    compute: string;
    count?: number;
    driver?: number;
  } & Record<string, string | number | undefined>,
): Labels {
  const [major, minor] = compute.split('.');
  return {
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.product': product,
    'nvidia.com/gpu.memory': String(mib),
    'nvidia.com/gpu.count': String(count),
    'nvidia.com/gpu.replicas': '1',
    'nvidia.com/gpu.sharing-strategy': 'none',
    'nvidia.com/gpu.compute.major': major,
    'nvidia.com/gpu.compute.minor': minor,
    'nvidia.com/cuda.driver-version.major': String(driver),
    ...(others as Labels),
  };
}

const gpus = (count: number) => ({ [GPU]: count });
const qwen = (config: object = {}, more: object = {}) => ({
  huggingface_id: 'Qwen/Qwen3-8B',
  deployment_config: config,
  ...more,
});
const ofType = (gpu_type: string, config: object = {}) =>
  qwen(config, { requirements: { gpu: { gpu_type } } });

/** By what it is about. */
export const REPORTS: Record<string, Report> = {
  // the command
  'a whole command line in one item': {
    body: {
      deployment_config: {
        image: 'vllm/vllm-openai:v0.4.1',
        gpu_count: 2,
        command: [
          'python3 -m vllm.entrypoints.openai.api_server --port 8000 --model /mnt/models/Qwen-14B-Chat --tensor-parallel-size 2',
        ],
      },
    },
    expected: { status: 400, says: /one item|split|items/i },
  },
  'a name by a variable': {
    body: qwen({
      gpu_count: 1,
      args: ['$(MODEL)', '--served-model-name=$(SERVED)'],
      extra_env: [
        { name: 'MODEL', value: 'Qwen/Qwen3-8B' },
        { name: 'SERVED', value: 'report' },
      ],
    }),
    expected: { status: 200 },
  },
  'four ranks on one GPU': {
    body: {
      deployment_config: {
        image: 'aibrix/vllm-openai:v0.6.1-edb07092-20250118',
        gpu_count: 1,
        command: [
          ...['python3', '-m', 'vllm.entrypoints.openai.api_server'],
          ...['--port', '8000', '--served-model-name', 'report'],
          ...['--model', 'deepseek-ai/deepseek-coder-33b-instruct'],
          ...['--tensor-parallel-size', '4', '--max-model-len', '17000'],
        ],
      },
    },
    expected: { status: 400, says: /tensor-parallel-size.*4/ },
  },
  'ranks by a variable of a shell': {
    body: {
      deployment_config: {
        gpu_count: 1,
        command: ['/bin/sh', '-c'],
        args: [
          'exec vllm serve Qwen/Qwen3-8B --served-model-name report --tensor-parallel-size ${TP}',
        ],
        extra_env: [{ name: 'TP', value: '4' }],
      },
    },
    expected: { status: 400, says: /needs 4 GPUs/ },
  },
  'the short alias of ranks': {
    body: qwen({
      gpu_count: 2,
      args: ['Qwen/Qwen3-8B', '--served-model-name', 'report', '-tp', '4'],
    }),
    expected: { status: 400, says: /needs 4 GPUs/ },
  },
  'ranks with underscores': {
    body: qwen({ gpu_count: 2, extra_args: ['--tensor_parallel_size=8'] }),
    expected: { status: 400, says: /set gpu_count/ },
  },
  'pipeline times tensor ranks': {
    body: qwen({
      gpu_count: 4,
      args: [
        ...['Qwen/Qwen3-8B', '--served-model-name', 'report'],
        ...['--pipeline-parallel-size', '2', '--tensor-parallel-size', '4'],
      ],
    }),
    expected: { status: 400, says: /needs 8 GPUs/ },
  },
  'data times tensor ranks': {
    body: qwen({
      gpu_count: 2,
      args: ['Qwen/Qwen3-8B', '--served-model-name=report', '-dp=2', '-tp=2'],
    }),
    expected: { status: 400, says: /needs 4 GPUs/ },
  },
  'a port that nobody asks': {
    body: qwen({
      gpu_count: 1,
      args: ['Qwen/Qwen3-8B', '--served-model-name=report', '--port', '8080'],
    }),
    expected: { status: 200, says: /MayNotBeReached.*8080/ },
  },
  'a host that probes cannot reach': {
    body: qwen({ gpu_count: 1, extra_args: ['--host', '127.0.0.1'] }),
    expected: { status: 400, says: /host/ },
  },
  'no name to serve it by': {
    body: qwen({ gpu_count: 1, command: ['vllm', 'serve', 'Qwen/Qwen3-8B'] }),
    expected: { status: 200, says: /served-model-name report/ },
  },
  'a context for people': {
    body: qwen({
      gpu_count: 1,
      args: [
        ...['Qwen/Qwen3-8B', '--served-model-name=report'],
        ...['--max-model-len', '32k'],
      ],
    }),
    expected: { status: 200, not: /not know.*32k/ },
  },
  'an option that is gone': {
    body: qwen({ gpu_count: 1, extra_args: ['--task', 'embed'] }),
    expected: { status: 400, says: /model_type/ },
  },
  'an option with a typo': {
    body: qwen({ gpu_count: 1, extra_args: ['--enable-prefix-cashing'] }),
    expected: { status: 200, says: /--enable-prefix-caching may be meant/ },
  },
  'a share of memory in percent': {
    body: qwen({ gpu_count: 1, extra_args: ['--gpu-memory-utilization=95'] }),
    expected: { status: 200, says: /0\.95 may be meant/ },
  },
  'one flag, and a size that is known': {
    body: {
      huggingface_id: 'deepseek-ai/DeepSeek-V3',
      deployment_config: {
        extra_args: ['--gpu-memory-utilization=0.95', '--trust-remote-code'],
      },
    },
    expected: { status: 400, code: 'InsufficientClusterResources' },
  },

  // images
  'a CUDA image without a GPU': {
    body: {
      huggingface_id: 'Qwen/Qwen3-0.6B',
      deployment_config: { gpu_count: 0, image: 'vllm/vllm-openai:v0.32.0' },
    },
    expected: { status: 200, says: /vllm-openai-cpu/ },
  },
  'an image of another vendor': {
    body: qwen({
      gpu_count: 1,
      image: 'rocm/vllm:rocm7.0.0_vllm_0.10.2_20251006',
    }),
    expected: { status: 200, on: /mi300x/ },
  },
  'an image of another vendor than the type': {
    body: ofType('H100', { image: 'rocm/vllm-dev:nightly' }),
    expected: { status: 400, says: /ROCm|AMD|amd/ },
  },
  'a tag that is not of vLLM': {
    body: {
      huggingface_id: 'intfloat/e5-mistral-7b-instruct',
      deployment_config: { image: 'lmcache/vllm-openai:v0.4.3', gpu_count: 1 },
    },
    expected: { status: 200, not: /--task/ },
  },
  'the tag of a month': {
    body: qwen({ gpu_count: 1, image: 'nvcr.io/nvidia/vllm:25.09-py3' }),
    expected: { status: 200, says: /EngineVersionAssumed/ },
  },
  'a tag that moves': {
    body: qwen({ gpu_count: 1, image: 'vllm/vllm-openai:latest' }),
    expected: { status: 200, says: /EngineVersionAssumed/ },
  },
  'a tag of llm-d': {
    body: qwen({ gpu_count: 1, image: 'ghcr.io/llm-d/llm-d-cuda:v0.3.1' }),
    expected: { status: 200, says: /EngineVersionAssumed/ },
  },
  'an image of another engine': {
    body: qwen({ gpu_count: 1, image: 'lmsysorg/sglang:v0.5.4' }),
    expected: { status: 200, runtime: 'sglang' },
  },

  // nodes
  'an image for other processors': {
    body: qwen({ image: 'vllm/vllm-openai:v0.8.5' }),
    node: {
      labels: {
        'kubernetes.io/arch': 'arm64',
        ...gfd('NVIDIA-GH200-480GB', { mib: 97871, compute: '9.0' }),
      },
      has: gpus(1),
    },
    expected: { status: 200, says: /WrongArchitecture.*arm64/ },
  },
  'one card that is ten': {
    body: {
      huggingface_id: 'mistralai/Mixtral-8x7B-Instruct-v0.1',
      deployment_config: {},
    },
    node: {
      labels: gfd('NVIDIA-L20', { mib: 46068, compute: '8.9' }),
      has: gpus(10),
    },
    expected: { status: 200, says: /ModelTooLarge.*SharedGpu/ },
  },
  'packed weights': {
    body: {
      huggingface_id: 'openai/gpt-oss-20b',
      requirements: { gpu: { gpu_type: 'L4' } },
      deployment_config: { gpu_count: 1, max_model_len: 8192 },
    },
    expected: { status: 200, not: /ModelTooLarge/ },
  },
  'packed weights on old GPUs': {
    body: {
      huggingface_id: 'openai/gpt-oss-20b',
      deployment_config: { gpu_count: 2, max_model_len: 8192 },
    },
    node: {
      labels: gfd('Tesla-T4', { mib: 15360, compute: '7.5', count: 4 }),
      has: gpus(4),
    },
    expected: { status: 200, says: /GpuTooOld.*mxfp4/ },
  },
  'labels of CoreWeave': {
    body: ofType('GH200'),
    node: {
      labels: {
        'kubernetes.io/arch': 'arm64',
        'gpu.nvidia.com/model': 'GH200_480GB',
        'gpu.nvidia.com/class': 'GH200_480GB',
        'gpu.nvidia.com/vram': '97',
        'gpu.nvidia.com/count': '1',
      },
      has: gpus(1),
    },
    expected: { status: 200 },
  },
  'labels of GKE': {
    body: ofType('L4'),
    node: {
      labels: { 'cloud.google.com/gke-accelerator': 'nvidia-l4' },
      has: gpus(2),
    },
    expected: { status: 200 },
  },
  'labels of GKE for its larger machines': {
    body: ofType('H100'),
    node: {
      labels: { 'cloud.google.com/gke-accelerator': 'nvidia-h100-mega-80gb' },
      has: gpus(8),
    },
    expected: { status: 200 },
  },
  'labels of Karpenter': {
    body: ofType('L40S'),
    node: {
      labels: {
        'karpenter.k8s.aws/instance-gpu-name': 'l40s',
        'karpenter.k8s.aws/instance-gpu-memory': '45776',
        'karpenter.k8s.aws/instance-gpu-count': '1',
      },
      has: gpus(1),
    },
    expected: { status: 200 },
  },
  'the type of a machine of Azure': {
    body: ofType('A100'),
    node: {
      labels: {
        'node.kubernetes.io/instance-type': 'Standard_NC24ads_A100_v4',
        'kubernetes.azure.com/accelerator': 'nvidia',
      },
      has: gpus(1),
      taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }],
    },
    expected: { status: 400, says: /sku/ },
  },
  'the type of a machine of Oracle': {
    body: ofType('H100'),
    node: {
      labels: { 'node.kubernetes.io/instance-type': 'BM.GPU.H100.8' },
      has: gpus(8),
    },
    expected: { status: 200 },
  },
  'labels of Alibaba': {
    body: ofType('H20'),
    node: {
      labels: {
        'aliyun.accelerator/nvidia_name': 'NVIDIA-H20',
        'aliyun.accelerator/nvidia_mem': '97871MiB',
        'aliyun.accelerator/nvidia_count': '8',
      },
      has: gpus(8),
    },
    expected: { status: 200 },
  },
  'shares of one card together': {
    body: qwen({ gpu_count: 2 }),
    node: {
      labels: gfd('NVIDIA-A10G-SHARED', {
        mib: 23028,
        compute: '8.6',
        'nvidia.com/gpu.replicas': '4',
        'nvidia.com/gpu.sharing-strategy': 'time-slicing',
      }),
      has: gpus(4),
    },
    expected: { status: 400, says: /share/i },
  },
  'slices too small': {
    body: qwen(),
    node: {
      labels: gfd('NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', {
        mib: 4864,
        compute: '8.0',
        'nvidia.com/mig.strategy': 'single',
      }),
      has: gpus(7),
    },
    expected: { status: 200, says: /ModelTooLarge/ },
  },
  'GPUs too old for the image': {
    body: qwen({ gpu_count: 1 }),
    node: {
      labels: gfd('Tesla-V100-SXM2-32GB', {
        mib: 32768,
        compute: '7.0',
        count: 8,
      }),
      has: gpus(8),
    },
    expected: { status: 200, says: /GpuTooOld.*v0\.8\.5/ },
  },
  'a driver too old for the image': {
    body: qwen({ gpu_count: 1 }),
    node: {
      labels: gfd('NVIDIA-A100-SXM4-80GB', {
        mib: 81920,
        compute: '8.0',
        driver: 535,
      }),
      has: gpus(1),
    },
    expected: { status: 200, says: /DriverTooOld.*-cu129/ },
  },
  'TPUs of GKE': {
    body: qwen({ gpu_count: 4, image: 'vllm/vllm-tpu:v0.11.1' }),
    node: {
      labels: {
        'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice',
        'cloud.google.com/gke-tpu-topology': '2x2',
      },
      has: { 'google.com/tpu': 4 },
      taints: [
        { key: 'google.com/tpu', value: 'present', effect: 'NoSchedule' },
      ],
    },
    expected: { status: 200, on: /tpu/, gpus: 4 },
  },
  'an image for CUDA on TPUs': {
    body: ofType('tpu-v6e-slice', {
      gpu_count: 4,
      image: 'vllm/vllm-openai:v0.32.0',
    }),
    node: {
      labels: { 'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice' },
      has: { 'google.com/tpu': 4 },
    },
    expected: { status: 400, says: /CUDA|NVIDIA|nvidia/ },
  },
  Inferentia: {
    body: qwen({
      gpu_count: 2,
      image:
        'public.ecr.aws/neuron/pytorch-inference-vllm-neuronx:0.9.1-neuronx-py311-sdk2.26.0-ubuntu22.04',
    }),
    node: {
      labels: { 'node.kubernetes.io/instance-type': 'inf2.48xlarge' },
      has: { 'aws.amazon.com/neuron': 12, 'aws.amazon.com/neuroncore': 24 },
      taints: [
        { key: 'aws.amazon.com/neuron', value: 'true', effect: 'NoSchedule' },
      ],
    },
    expected: { status: 200, on: /inferentia/, gpus: 2 },
  },
  Gaudi: {
    body: qwen({
      gpu_count: 1,
      image:
        'vault.habana.ai/gaudi-docker/1.22.0/ubuntu24.04/habanalabs/vllm-plugin-2.7.1:latest',
    }),
    node: {
      labels: { 'habana.ai/gaudi': 'true' },
      has: { 'habana.ai/gaudi': 8 },
    },
    expected: { status: 200, on: /gaudi/ },
  },
  'GPUs of Intel': {
    body: qwen({ gpu_count: 1, image: 'intel/vllm:0.10.0-xpu' }),
    node: {
      labels: { 'gpu.intel.com/product': 'Max_1550' },
      has: { 'gpu.intel.com/i915': 2 },
    },
    expected: { status: 200, on: /intel/ },
  },
  'a type that is not there': {
    body: ofType('B200'),
    expected: {
      status: 400,
      says: /No node has GPUs of type B200: there are .*H100/,
    },
  },
  'a type in other spelling': {
    body: ofType('nvidia_h100'),
    expected: { status: 200, on: /h100/ },
  },

  'a claim for one pod': {
    body: qwen({ gpu_count: 1, replicas: 2, shared_pvc: 'report-one-pod' }),
    expected: { status: 400, says: /ReadWriteOncePod/ },
  },
  'a claim that is not there': {
    body: qwen({ gpu_count: 1, shared_pvc: 'report-missing' }),
    expected: { status: 200, says: /report-missing/ },
  },
  'a sidecar that has no room': {
    body: qwen({}, { requirements: { cpu: '63950m', memory: '16Gi' } }),
    node: {
      labels: gfd('NVIDIA-A100-80GB-PCIe', { mib: 81920, compute: '8.0' }),
      has: gpus(1),
    },
    expected: { status: 400, code: 'InsufficientClusterResources' },
  },
  'attention in chunks': {
    body: {
      huggingface_id: 'meta-llama/Llama-4-Scout-17B-16E-Instruct',
      requirements: { gpu: { gpu_type: 'H100' } },
      deployment_config: { gpu_count: 8 },
    },
    expected: { status: 200, says: /ContextTooLong/ },
  },

  // secrets
  'a password of a proxy': {
    body: qwen({
      gpu_count: 1,
      extra_env: [
        {
          name: 'HTTPS_PROXY',
          value: 'http://svc-ml:not-a-real-one@proxy.example.com:3128',
        },
      ],
    }),
    expected: {
      status: 400,
      field: 'deployment_config.extra_env.0',
      not: /not-a-real-one/,
    },
  },
  'a token in a URL': {
    body: {
      repository_url:
        'https://somebody:not-a-real-one@huggingface.co/Qwen/Qwen3-8B',
      deployment_config: { gpu_count: 1 },
    },
    expected: { status: 400, field: 'repository_url', not: /not-a-real-one/ },
  },
  'a key of the engine': {
    body: qwen({
      gpu_count: 1,
      extra_args: ['--api-key', 'sk-not-a-real-one-0123456789'],
    }),
    expected: { status: 400, not: /not-a-real-one/ },
  },
  'a key of a cloud': {
    body: qwen({
      gpu_count: 1,
      extra_env: [
        {
          name: 'AWS_SECRET_ACCESS_KEY',
          value: 'notARealOne/K7MDENG/bPxRfiCYEXAMPLEKEY01',
        },
      ],
    }),
    expected: { status: 400, not: /notARealOne/ },
  },
  'a token that a shell exports': {
    body: {
      deployment_config: {
        gpu_count: 1,
        command: ['sh', '-c'],
        args: [
          'export HF_TOKEN=hf_NotARealOneNotARealOne01 && vllm serve Qwen/Qwen3-8B --served-model-name report',
        ],
      },
    },
    expected: { status: 400, not: /NotARealOne/ },
  },

  // the body
  'the address in place of the id': {
    body: {
      huggingface_id: 'https://huggingface.co/Qwen/Qwen3-8B',
      deployment_config: { gpu_count: 1 },
    },
    expected: { status: 400, field: 'huggingface_id', says: /Qwen\/Qwen3-8B/ },
  },
  'a model as Ollama names it': {
    body: { huggingface_id: 'llama3:8b', deployment_config: { gpu_count: 1 } },
    expected: { status: 400, field: 'huggingface_id' },
  },
  'memory that is no quantity': {
    body: qwen({ gpu_count: 1 }, { requirements: { memory: '16GB' } }),
    expected: { status: 400, field: 'requirements.memory', says: /16G/ },
  },
  'a scale down to zero': {
    body: qwen({
      gpu_count: 1,
      enable_autoscaling: true,
      autoscaling_config: { min_replicas: 0 },
    }),
    expected: {
      status: 400,
      field: 'deployment_config.autoscaling_config.min_replicas',
    },
  },
  'no replica at all': {
    body: qwen({ gpu_count: 1, replicas: 0 }),
    expected: { status: 400, field: 'deployment_config.replicas' },
  },
  'a selector that no node has': {
    body: qwen({ gpu_count: 1, node_selector: { pool: 'gpu-pool' } }),
    expected: { status: 400, says: /pool/ },
  },
};

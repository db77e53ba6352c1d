import { coerce } from 'semver';
import type { ImageFacts } from '../../facts/ImageFacts';
import type { ImageRules } from '../ImageSheet';

const AMD64 = ['amd64'];

const DEEP_LEARNING = /^763104351884\.dkr\.ecr\.[\w-]+\.amazonaws\.com\//;
const ALIYUN = /^[\w.-]+\.aliyuncs\.com\//;

/**
 * Images of vLLM. Those of others carry their own versions: LMCache's, Red Hat
 * AI Inference Server's, llm-d's, and NVIDIA's months.
 */
export const VLLM_IMAGES: ImageRules = {
  sheets: [
    { repository: 'vllm/vllm-openai', build: 'cuda', version: 'tag' },
    { repository: 'lmcache/vllm-openai', build: 'cuda', version: 'unknown' },
    { repository: 'aibrix/vllm-openai', build: 'cuda', version: 'tag' },
    { repository: 'substratusai/vllm', build: 'cuda', version: 'tag' },
    { repository: 'vllm/vllm-openai-cpu', build: 'cpu', version: 'tag' },
    {
      repository: 'vllm/vllm-openai-rocm',
      build: 'rocm',
      version: 'tag',
      architectures: AMD64,
    },
    {
      repository: 'vllm/vllm-openai-xpu',
      build: 'xpu',
      version: 'tag',
      architectures: AMD64,
    },
    { repository: 'vllm/vllm-tpu', build: 'tpu', version: 'tag' },
    {
      repository: 'q9t5s3a7/vllm-cpu-release-repo',
      build: 'cpu',
      version: 'tag',
    },
    {
      repository: 'q9t5s3a7/vllm-release-repo',
      build: 'cuda',
      version: 'tag',
    },
    { repository: 'rocm/vllm', build: 'rocm', version: 'unknown' },
    { repository: 'rocm/vllm-dev', build: 'rocm', version: 'unknown' },
    { repository: 'nvidia/vllm', build: 'cuda', version: 'unknown' },
    { repository: 'rhaiis/vllm-cuda-rhel9', build: 'cuda', version: 'unknown' },
    { repository: 'rhaiis/vllm-rocm-rhel9', build: 'rocm', version: 'unknown' },
    { repository: 'rhaiis/vllm-cpu-rhel9', build: 'cpu', version: 'unknown' },
    { repository: 'rhaiis/vllm-tpu-rhel9', build: 'tpu', version: 'unknown' },
    {
      repository: 'rhaiis/vllm-gaudi-rhel9',
      build: 'gaudi',
      version: 'unknown',
    },
    { repository: 'llm-d/llm-d', build: 'cuda', version: 'unknown' },
    { repository: 'llm-d/llm-d-cuda', build: 'cuda', version: 'unknown' },
    { repository: 'llm-d/llm-d-rocm', build: 'rocm', version: 'unknown' },
    { repository: 'llm-d/llm-d-xpu', build: 'xpu', version: 'unknown' },
    { repository: 'llm-d/llm-d-cpu', build: 'cpu', version: 'unknown' },
    { repository: 'opea/vllm-gaudi', build: 'gaudi', version: 'unknown' },
    { repository: 'opea/vllm-arc', build: 'xpu', version: 'unknown' },
    { repository: 'opea/vllm', build: 'cpu', version: 'unknown' },
    { repository: 'intel/vllm', build: 'xpu', version: 'unknown' },
    { repository: 'intel/llm-scaler-vllm', build: 'xpu', version: 'unknown' },
    {
      repository: 'ai-dynamo/vllm-runtime',
      build: 'cuda',
      version: 'unknown',
    },
    // Amazon's own, in the gallery and by the account of their registries
    {
      repository: 'deep-learning-containers/vllm',
      build: 'cuda',
      version: 'tag',
      architectures: AMD64,
    },
    {
      repository: 'vllm',
      registry: DEEP_LEARNING,
      build: 'cuda',
      version: 'tag',
      architectures: AMD64,
    },
    {
      repository: 'vllm-arm64',
      registry: DEEP_LEARNING,
      build: 'cuda',
      version: 'tag',
      architectures: ['arm64'],
    },
    {
      repository: 'neuron/pytorch-inference-vllm-neuronx',
      build: 'neuron',
      version: 'tag',
      architectures: AMD64,
    },
    // Alibaba Cloud's: vllm:0.10.0-pytorch2.7-cu128-py312
    { repository: 'ac/vllm', registry: ALIYUN, build: 'cuda', version: 'tag' },
    { repository: 'egs/vllm', registry: ALIYUN, build: 'cuda', version: 'tag' },
    {
      repository: 'vertex-vision-model-garden-dockers/pytorch-vllm-serve',
      build: 'cuda',
      version: 'unknown',
    },
  ],
  marked: /vllm[-_]?v?(\d+\.\d+(?:\.\d+)?)/i,
  // a month is no version: 25.09
  plain: /^v?(\d\.\d+(?:\.\d+)?)/,
  mirrored: /^vllm-openai(-(cpu|rocm|xpu))?$/,
  complete: withBuildOf,
};

/** Where the tags stand for both kinds of processors from 0.11 on. */
const OFFICIAL = /(^|\/)vllm-openai(@|:|$)/;

function withBuildOf(facts: ImageFacts): ImageFacts {
  const { build, engineVersion, image } = facts;
  const minor = coerce(engineVersion)?.minor;
  if (build !== 'cuda' || minor === undefined || !OFFICIAL.test(image)) {
    return facts;
  }
  return {
    ...facts,
    cuda: facts.cuda ?? usualCuda(minor),
    architectures: facts.architectures ?? (minor >= 11 ? undefined : AMD64),
  };
}

function usualCuda(minor: number): number {
  if (minor >= 20) {
    return 13.0;
  }
  return minor >= 9 ? 12.8 : 12.4;
}

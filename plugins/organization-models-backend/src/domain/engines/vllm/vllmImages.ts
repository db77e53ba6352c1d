import { coerce } from 'semver';
import type { ImageFacts } from '../../facts/ImageFacts';
import type { ImageRules } from '../ImageSheet';

const AMD64 = ['amd64'];

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
    { repository: 'intel/vllm', build: 'xpu', version: 'unknown' },
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
    architectures:
      facts.architectures ??
      (/aarch64|arm64/.test(image) || minor >= 11 ? undefined : AMD64),
  };
}

function usualCuda(minor: number): number {
  if (minor >= 20) {
    return 13.0;
  }
  return minor >= 9 ? 12.8 : 12.4;
}

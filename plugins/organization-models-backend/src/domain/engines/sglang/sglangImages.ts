import type { ImageRules } from '../ImageSheet';

/** Images of SGLang: `lmsysorg/sglang:v0.5.18-rocm720-mi30x`. */
export const SGLANG_IMAGES: ImageRules = {
  sheets: [
    { repository: 'lmsysorg/sglang', build: 'cuda', version: 'tag' },
    { repository: 'rocm/sgl-dev', build: 'rocm', version: 'unknown' },
    {
      repository: 'ai-dynamo/sglang-runtime',
      build: 'cuda',
      version: 'unknown',
    },
    { repository: 'nvidia/sglang', build: 'cuda', version: 'unknown' },
  ],
  marked: /sglang[-_]?v?(\d+\.\d+(?:\.\d+)?)/i,
  plain: /^v?(\d\.\d+(?:\.\d+)?)/,
  mirrored: /^sglang$/,
  complete: facts => facts,
};

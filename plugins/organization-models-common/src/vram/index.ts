export {
  computeKvBytesPerToken,
  computeKvCacheBytes,
  type KvCacheOptions,
} from './computeKvCacheBytes';
export { computeWeightBytes, type ModelFacts } from './computeWeightBytes';
export {
  estimateVram,
  type VramEstimate,
  type VramOptions,
} from './estimateVram';
export { findLargestContext, type GpuBudget } from './findLargestContext';
export { isValidTensorParallelSize } from './isValidTensorParallelSize';
export type {
  AttentionLayers,
  Certainty,
  Experts,
  LatentAttention,
  MemoryFigure,
  Mixers,
  ModelArchitecture,
  ModelWeights,
  Quantization,
  SlidingLayers,
} from './ModelArchitecture';
export { parseArchitecture } from './parseArchitecture';

import { isGpuType } from '../gpus/gpuProduct';
import type { GpuPlacement } from './ModelUse';

/**
 * Whether pods may land on GPUs of a type, which is compared as `gpu_type` is.
 *
 * @remarks What is not known to be out of reach counts: nodes of that type may
 * come tomorrow.
 */
export function mayLandOn(type: string, placement: GpuPlacement): boolean {
  const isOfType = (product: string) =>
    isGpuType(product, type) || isGpuType(type, product);
  return 'only' in placement
    ? placement.only.some(isOfType)
    : placement.known.some(isOfType) || !placement.never.some(isOfType);
}

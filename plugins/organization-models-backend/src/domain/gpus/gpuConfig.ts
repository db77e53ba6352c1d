import type { GpuVendor } from './vendors/GpuVendor';
import { KNOWN_VENDORS } from './vendors/knownVendors';

export type GpuConfig = {
  /** The first is what a model gets in a cluster without any GPU. */
  vendors: readonly GpuVendor[];
  /** Marketed sizes, in bytes, to which a driver's figure is rounded up. */
  memorySizes: number[];
  /**
   * Memory of one GPU by product, in bytes, where no label tells it. Case and
   * separators of the names do not matter.
   */
  productMemory: Record<string, number>;
};

const GIBIBYTE = 2 ** 30;

const MEMORY_SIZES_GIB = [
  6, 8, 10, 11, 12, 16, 20, 24, 32, 40, 48, 64, 72, 80, 94, 96, 128, 141, 144,
  180, 186, 192, 256, 288,
];

export const DEFAULT_GPU_CONFIG: GpuConfig = {
  vendors: KNOWN_VENDORS,
  memorySizes: MEMORY_SIZES_GIB.map(size => size * GIBIBYTE),
  productMemory: productMemoryOf(KNOWN_VENDORS),
};

/** What an administrator configured, before what is known anyway. */
export function mergeGpuConfig(configured: Partial<GpuConfig>): GpuConfig {
  const { vendors = [], memorySizes = [], productMemory } = configured;
  const names = vendors.map(({ name }) => name);
  return {
    vendors: [
      ...KNOWN_VENDORS.map(
        known => vendors.find(({ name }) => name === known.name) ?? known,
      ),
      ...vendors.filter(
        ({ name }) => !KNOWN_VENDORS.some(known => known.name === name),
      ),
    ].sort((a, b) => rank(names, a) - rank(names, b)),
    memorySizes: [...DEFAULT_GPU_CONFIG.memorySizes, ...memorySizes],
    productMemory: {
      ...DEFAULT_GPU_CONFIG.productMemory,
      ...productMemoryOf(vendors),
      ...productMemory,
    },
  };
}

function rank(names: string[], { name }: GpuVendor): number {
  return names.includes(name) ? names.indexOf(name) : names.length;
}

function productMemoryOf(vendors: readonly GpuVendor[]) {
  return Object.fromEntries(
    vendors
      .flatMap(({ productMemoryGib = {} }) => Object.entries(productMemoryGib))
      .map(([product, size]) => [product, size * GIBIBYTE]),
  );
}

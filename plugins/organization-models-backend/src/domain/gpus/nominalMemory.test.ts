import { DEFAULT_GPU_CONFIG } from './gpuConfig';
import { toNominalMemory } from './nominalMemory';

describe('toNominalMemory', () => {
  it.each([
    ['T4', 15360, 16],
    ['V100 16GB', 16160, 16],
    ['V100 32GB', 32510, 32],
    ['A2', 15356, 16],
    ['A10G', 22731, 24],
    ['A10G as EC2 says', 22888, 24],
    ['A16', 16384, 16],
    ['L4', 23034, 24],
    ['RTX 4090', 24564, 24],
    ['RTX 5090', 32607, 32],
    ['RTX 3080', 10240, 10],
    ['A100 40GB', 40536, 40],
    ['A100 40GB', 40960, 40],
    ['L40S', 46068, 48],
    ['RTX A6000', 49140, 48],
    ['A100 80GB', 81920, 80],
    ['H100 80GB', 81559, 80],
    ['H100 NVL', 95830, 94],
    ['GH200', 97871, 96],
    ['RTX PRO 6000', 97887, 96],
    ['H200', 143771, 141],
    ['B200', 183359, 180],
    ['MI300X', 196592, 192],
  ])('%s reports %d MiB and has %dGi', (_, reported, nominal) => {
    const bytes = toNominalMemory(
      reported * 2 ** 20,
      DEFAULT_GPU_CONFIG.memorySizes,
    );
    expect(bytes / 2 ** 30).toBe(nominal);
  });

  it('keeps what is near no marketed size', () => {
    expect(toNominalMemory(500 * 2 ** 30, DEFAULT_GPU_CONFIG.memorySizes)).toBe(
      500 * 2 ** 30,
    );
  });
});

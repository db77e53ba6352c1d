import { isGpuType } from './gpuProduct';

describe('isGpuType', () => {
  it.each([
    ['NVIDIA-H100-80GB-HBM3', 'H100'],
    ['NVIDIA-H100-80GB-HBM3', 'nvidia h100'],
    ['NVIDIA-H100-80GB-HBM3', 'h100_80gb'],
    ['NVIDIA-A100-SXM4-80GB', 'A100-80GB'],
    ['NVIDIA-GeForce-RTX-4090', 'RTX4090'],
    ['NVIDIA-GeForce-RTX-4090', '4090'],
    ['AMD_Instinct_MI300X_OAM', 'mi300x'],
    ['nvidia-l4', 'NVIDIA-L4'],
    ['NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', 'mig-1g.5gb'],
  ])('%s is a %s', (product, type) => {
    expect(isGpuType(product, type)).toBe(true);
  });

  it.each([
    ['NVIDIA-A100-SXM4-40GB', 'A10'],
    ['NVIDIA-A100-SXM4-40GB', 'A100-80GB'],
    ['NVIDIA-L40S', 'L40'],
    ['NVIDIA-L40S', 'L4'],
    ['NVIDIA-GH200-480GB', 'H200'],
    ['NVIDIA-L4', ''],
    ['NVIDIA-L4', '--'],
  ])('%s is no %s', (product, type) => {
    expect(isGpuType(product, type)).toBe(false);
  });
});

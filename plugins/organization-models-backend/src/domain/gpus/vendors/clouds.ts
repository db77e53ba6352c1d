import type { MemoryLabel } from './GpuVendor';
import { INSTANCE_TYPE_LABEL } from './instanceTypes';

/**
 * The clouds' own labels, whoever made the GPUs. Each cloud knows only its
 * machines, so that the order among them does not matter; the kind of machine is
 * the last that tells anything.
 */
export const CLOUD_PRODUCTS = [
  'cloud.google.com/gke-accelerator',
  'karpenter.k8s.aws/instance-gpu-name',
  'eks.amazonaws.com/instance-gpu-name',
  'aliyun.accelerator/nvidia_name',
  'machine.cluster.vke.volcengine.com/gpu-name',
  'doks.digitalocean.com/gpu-model',
  INSTANCE_TYPE_LABEL,
];

export const CLOUD_MEMORY: MemoryLabel[] = [
  { key: 'karpenter.k8s.aws/instance-gpu-memory', unit: 'MiB' },
  { key: 'eks.amazonaws.com/instance-gpu-memory', unit: 'MiB' },
  { key: 'aliyun.accelerator/nvidia_mem', unit: 'MiB' },
];

export const CLOUD_COUNTS = [
  'karpenter.k8s.aws/instance-gpu-count',
  'eks.amazonaws.com/instance-gpu-count',
  'aliyun.accelerator/nvidia_count',
];

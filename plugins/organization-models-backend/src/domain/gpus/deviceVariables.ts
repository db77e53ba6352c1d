/**
 * Variables that decide which devices a container sees, of all vendors. Some
 * nodes grant what they name without a request, past every count of GPUs, and
 * what a pod says wins over what a device plugin says.
 */
export const DEVICE_VARIABLE =
  /^(NVIDIA_\w+|\w+_VISIBLE_(DEVICES|CORES|CHIPS|MODULES)|GPU_DEVICE_ORDINAL|ZE_AFFINITY_MASK|ZE_FLAT_DEVICE_HIERARCHY|ONEAPI_DEVICE_SELECTOR|SYCL_DEVICE_(FILTER|ALLOWLIST)|NEURON_RT_(NUM|ROOT)\w*|TPU_\w*(CHIPS|BOUNDS|TOPOLOGY|WORKER)\w*)$/;

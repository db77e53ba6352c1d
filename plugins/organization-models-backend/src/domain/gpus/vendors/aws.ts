import type { GpuVendor } from './GpuVendor';
import { INSTANCE_TYPE_LABEL } from './instanceTypes';

/**
 * Inferentia and Trainium, by the device. Their plugin offers the same chips as
 * `neuroncore` once more, which is left out for that.
 *
 * @remarks Memory: Amazon's pages of the machines, divided by their chips.
 */
export const aws: GpuVendor = {
  name: 'aws',
  resources: ['aws.amazon.com/neuron'],
  productLabels: [
    'karpenter.k8s.aws/instance-accelerator-name',
    INSTANCE_TYPE_LABEL,
  ],
  memoryLabels: [],
  productMemoryGib: {
    inferentia: 8,
    inferentia2: 32,
    trainium: 32,
    trainium2: 96,
  },
  builds: ['neuron'],
  deviceVariables: /^NEURON_RT_(NUM|ROOT)\w*$/,
};

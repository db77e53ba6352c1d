/**
 * What models count against a quota: their largest number of replicas times
 * what each requests. Of one model, or of several that may land on the same
 * GPUs.
 */
export type ModelUse = {
  models: number;
  gpus: number;
  placement: GpuPlacement;
  cpuMillis: number;
  memoryBytes: number;
};

/**
 * On which GPUs a model may land, by products.
 *
 * @remarks `only`: it is bound to these. Otherwise to any that is not among
 * `never`; `known` are those that the cluster had when it was accepted.
 */
export type GpuPlacement =
  | { only: string[] }
  | { known: string[]; never: string[] };

export const ANYWHERE: GpuPlacement = { known: [], never: [] };

import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { PodRequests, ResolvedModel } from '../facts/ResolvedModel';

/** What a model asks for in each pod, before the cluster adds anything. */
export function ownRequests({
  cpu,
  memory,
  gpu,
}: Pick<ResolvedModel, 'cpu' | 'memory' | 'gpu'>): PodRequests {
  return {
    gpus: gpu?.count ?? 0,
    cpuMillis: Math.ceil((parseQuantity(cpu) ?? 0) * 1000),
    memoryBytes: Math.ceil(parseQuantity(memory) ?? 0),
  };
}

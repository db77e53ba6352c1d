import type { Manifest } from '../facts/ResolvedModel';

/** The Deployment among the objects of a model, which always have one. */
export function findDeployment(manifests: Manifest[]): Manifest {
  return manifests.find(({ kind }) => kind === 'Deployment')!;
}

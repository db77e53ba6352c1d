import { waitFor } from '@orgmodels/dev-cluster';
import type { Manifest } from '../backend';
import { API, type BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from './buildBenchModel';

/**
 * What a portal applies for the benchmark's model, so that whoever else applies
 * it sends not a byte less.
 *
 * @param pattern - a name that nothing else has in the cluster
 * @returns the objects of another model of that spec
 */
export async function readPattern(
  portal: BenchPortal,
  pattern: string,
): Promise<(name: string) => Manifest[]> {
  const { model } = await portal.post({
    ...buildBenchModel(0).spec,
    name: pattern,
  });
  const path = `${API}/${model.id}`;
  await waitFor('the pattern to be applied', async () => {
    const { model: seen } = await portal.call(path);
    return seen.observed_generation === 1;
  });
  const { manifests } = await portal.call(`${path}/manifests`);
  await portal.call(path, { method: 'DELETE', expect: 204 });
  const text = JSON.stringify(manifests);
  return name =>
    JSON.parse(
      text
        .replaceAll(pattern, name)
        .replaceAll(model.id, buildBenchModel(0, name).id),
    );
}

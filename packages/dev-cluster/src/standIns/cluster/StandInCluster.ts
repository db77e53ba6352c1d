import {
  CustomObjectsApi,
  KubeConfig,
  KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from '@kubernetes/client-node';

/** What every stand-in works with. */
export interface StandInCluster {
  readonly config: KubeConfig;
  readonly objects: KubernetesObjectApi;
  /** Ends all stand-ins. */
  readonly signal: AbortSignal;
  /** Told of what goes wrong at the edge of a stand-in's loop; it goes on. */
  readonly onError: (what: string, error: unknown) => void;
}

/** Connects by a kubeconfig file. */
export function connectStandIns(
  kubeconfig: string,
  { signal, onError }: Pick<StandInCluster, 'signal' | 'onError'>,
): StandInCluster {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const objects = KubernetesObjectApi.makeApiClient(config);
  return { config, objects, signal, onError };
}

/** Whether the API server serves the resource, that is, whether its CRD is installed. */
export async function isServed(
  { config }: StandInCluster,
  { apiVersion, kind }: { apiVersion: string; kind: string },
): Promise<boolean> {
  const [group, version] = apiVersion.split('/');
  const api = config.makeApiClient(CustomObjectsApi);
  try {
    const { resources } = await api.getAPIResources({ group, version });
    return resources.some(resource => resource.kind === kind);
  } catch (error) {
    if (isStatus(error, 404)) {
      return false;
    }
    throw error;
  }
}

/** Server-side apply, by force and in the name of `manager`. */
export async function applyObject<T extends KubernetesObject>(
  { objects }: StandInCluster,
  object: T,
  { manager }: { manager: string },
): Promise<void> {
  await objects.patch(
    object,
    undefined,
    undefined,
    manager,
    true,
    PatchStrategy.ServerSideApply,
  );
}

/** Creates the object unless there is one of that name, which is left as it is. */
export async function createUnlessThere(
  { objects }: StandInCluster,
  object: KubernetesObject,
  { manager }: { manager: string },
): Promise<'created' | 'there'> {
  try {
    await objects.create(object, undefined, undefined, manager);
    return 'created';
  } catch (error) {
    if (isStatus(error, 409)) {
      return 'there';
    }
    throw error;
  }
}

/** Whether the API server answered with this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return (error as { code?: unknown })?.code === status;
}

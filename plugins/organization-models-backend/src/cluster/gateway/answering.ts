import {
  ClusterRefusalError,
  ClusterRequestError,
  ClusterUnreachableError,
} from '../connection/errors';

/** Turns what the API server refuses into what users are answered. */
export async function answering<T>(
  work: () => Promise<T>,
  toRefused = (error: ClusterRequestError): Error =>
    new ClusterRefusalError(error),
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClusterRequestError)) {
      throw error;
    }
    throw isPassing(error)
      ? new ClusterUnreachableError(error.cluster, error)
      : toRefused(error);
  }
}

// A namespace, and the service account in it, take a moment to be made
export function isPassing({
  isTransient,
  message,
}: ClusterRequestError): boolean {
  return (
    isTransient ||
    /^namespaces ".*" not found|serviceaccount ".*" not found/.test(message)
  );
}

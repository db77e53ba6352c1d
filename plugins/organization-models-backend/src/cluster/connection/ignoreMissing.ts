import { ClusterRequestError } from './errors';

/** That an object is missing is an answer. */
export async function ignoreMissing<T>(
  answer: Promise<T>,
): Promise<T | undefined> {
  return ignoring(404, answer);
}

export async function ignoring<T>(
  status: number,
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ClusterRequestError && error.status === status) {
      return undefined;
    }
    throw error;
  }
}

import type { WatchSigns } from '../../../domain/facts/Freshness';
import { ModelApiError } from '../../errors';

/** Watches without which nobody knows what there is room for. */
const OF_ROOM = ['nodes', 'pods'];

/**
 * Does what may be refused for want of room, and says with the refusal why what
 * is known of the room may be wrong.
 */
export async function tellDoubts<T>(
  readSigns: () => Promise<Pick<WatchSigns, 'stale'>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (
      !(error instanceof ModelApiError) ||
      error.code !== 'InsufficientClusterResources'
    ) {
      throw error;
    }
    const { stale } = await readSigns();
    throw withDoubts(
      error,
      stale.filter(({ watch }) => OF_ROOM.includes(watch)),
    );
  }
}

function withDoubts(
  error: ModelApiError,
  doubts: WatchSigns['stale'],
): ModelApiError {
  if (doubts.length === 0) {
    return error;
  }
  const reasons = doubts.map(({ message }) => message).join('; ');
  return new ModelApiError(error.name, {
    ...error,
    message: `${error.message} But this may be wrong, as the cluster is not seen as it is now: ${reasons}`,
  });
}

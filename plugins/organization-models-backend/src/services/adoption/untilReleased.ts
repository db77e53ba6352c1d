import type { StoredModel } from '../../domain/facts/StoredModel';
import { refuseDeleting } from '../acceptance/refuseChange';
import { followModel, type ModelFeed } from '../models/ModelFeed';

/** A release takes one pass, which takes a second where nothing is wrong. */
const PATIENCE_MS = 10_000;

/**
 * Waits until what makes a workload a model has come off it, so that who
 * releases it and adopts it at once need not ask again and again.
 *
 * @throws 409 when that does not come about
 */
export async function untilReleased(
  model: StoredModel,
  feed: ModelFeed,
): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for await (const told of followModel(feed, model.id, patience)) {
    if (!told) {
      return;
    }
  }
  refuseDeleting(model);
}

import type { PendingReplicas } from '../facts/Replica';

/** Alike replicas are placed alike: they become one entry, with their sum. */
export function mergeAlike(pending: PendingReplicas[]): PendingReplicas[] {
  const merged = new Map<string, PendingReplicas>();
  for (const { replica, count } of pending) {
    const key = JSON.stringify(replica);
    merged.set(key, { replica, count: count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}

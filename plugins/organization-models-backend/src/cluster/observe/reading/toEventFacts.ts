import type { EventFacts } from '../../../domain/facts/ObservedModel';
import type { RawObject } from '../../connection/RawObject';

/** Reads an event of core/v1, in its older and its newer form. */
export function toEventFacts(event: RawObject): EventFacts {
  const object = event.involvedObject ?? {};
  const firstAt =
    event.firstTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
  return {
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: (event.message ?? '').slice(0, 2048),
    object: {
      kind: object.kind ?? '',
      name: object.name ?? '',
      uid: object.uid,
    },
    count: event.series?.count ?? event.count ?? 1,
    firstAt,
    lastAt: event.series?.lastObservedTime ?? event.lastTimestamp ?? firstAt,
  };
}

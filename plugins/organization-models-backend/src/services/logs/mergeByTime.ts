import type { LogLine } from '../../domain/logs/LogLine';

/** Merges what is in order already; holds one line of each source. */
export async function* mergeByTime(
  sources: AsyncGenerator<LogLine>[],
): AsyncGenerator<LogLine> {
  try {
    const heads = await Promise.all(
      sources.map(async source => ({ source, next: await source.next() })),
    );
    let open = heads.filter(({ next }) => !next.done);
    while (open.length > 0) {
      const first = open.reduce((a, b) =>
        b.next.value.time < a.next.value.time ? b : a,
      );
      yield first.next.value;
      first.next = await first.source.next();
      if (first.next.done) {
        open = open.filter(head => head !== first);
      }
    }
  } finally {
    await Promise.all(sources.map(source => source.return(undefined)));
  }
}

import { DateTime } from 'luxon';
import useInterval from 'react-use/esm/useInterval';
import useUpdate from 'react-use/esm/useUpdate';

const TICK_MS = 30_000;

/** How long ago something was, with the exact time on hovering. */
export function Age({ at }: { at: string }) {
  useInterval(useUpdate(), TICK_MS);
  const time = DateTime.fromISO(at);
  return (
    <time
      dateTime={at}
      title={time.toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS)}
    >
      {toAge(time)}
    </time>
  );
}

// Clocks differ: what the server calls now is not in the future
function toAge(time: DateTime): string | null {
  return DateTime.min(time, DateTime.now()).toRelative();
}

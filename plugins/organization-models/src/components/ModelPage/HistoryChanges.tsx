import type { HistoryEntry } from '@orgmodels/backstage-plugin-organization-models-common';
import styles from './ModelPage.module.css';

/** What an entry changed: from what to what. */
export function HistoryChanges(props: { changes: HistoryEntry['changes'] }) {
  const changes = (props.changes ?? []).filter(
    ({ from, to }) => toText(from) !== toText(to),
  );
  return changes.length > 0 ? (
    <ul className={styles.changes}>
      {changes.map(({ path, from, to }) => (
        <li key={path} className={styles.mono}>
          {`${path}: ${toText(from)} → ${toText(to)}`}
        </li>
      ))}
    </ul>
  ) : null;
}

function toText(value: unknown): string {
  return value === undefined ? '–' : JSON.stringify(value);
}

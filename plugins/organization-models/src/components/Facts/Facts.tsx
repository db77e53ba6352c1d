import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** Terms and what they are; what is `undefined` is left out. */
export function Facts(props: {
  facts: Record<string, ReactNode>;
  size?: 'large';
}) {
  const facts = Object.entries(props.facts).filter(
    ([, value]) => value !== undefined,
  );
  return (
    <dl className={`${styles.root} ${props.size ? styles.large : ''}`}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

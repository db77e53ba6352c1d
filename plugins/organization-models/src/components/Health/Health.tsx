import type { ReactElement, ReactNode } from 'react';
import styles from './Health.module.css';

/** What a colour says; the word beside it says it too. */
export type Tone = 'good' | 'bad' | 'unsure' | 'busy' | 'quiet';

/** A word of state with its icon: never the colour alone. */
export function Health(props: {
  tone: Tone;
  icon: ReactElement;
  children: ReactNode;
}) {
  return (
    <span className={`${styles.root} ${styles[props.tone]}`}>
      {props.icon}
      <span>{props.children}</span>
    </span>
  );
}

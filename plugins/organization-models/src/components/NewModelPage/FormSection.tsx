import type { ReactNode } from 'react';
import styles from './NewModelPage.module.css';

/** Fields, side by side where there is room. */
export function FormSection({ children }: { children: ReactNode }) {
  return <div className={styles.fields}>{children}</div>;
}

import { Text } from '@backstage/ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Says that there is nothing, why, and what to do about it. */
export function EmptyState(props: {
  title: string;
  description?: string;
  icon?: ReactElement;
  action?: ReactNode;
}) {
  return (
    <div className={styles.root}>
      {props.icon && (
        <span className={styles.icon} aria-hidden>
          {props.icon}
        </span>
      )}
      <Text as="h3" variant="title-x-small">
        {props.title}
      </Text>
      {props.description && (
        <Text as="p" color="secondary" className={styles.description}>
          {props.description}
        </Text>
      )}
      {props.action}
    </div>
  );
}

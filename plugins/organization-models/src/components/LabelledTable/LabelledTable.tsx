import {
  Cell,
  Column,
  Row,
  SortDescriptor,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './LabelledTable.module.css';

/** A column: what it is called and what a row shows there. */
export type LabelledColumn<T> = {
  id: string;
  label: string;
  cell: (row: T) => ReactNode;
  isRowHeader?: boolean;
  isSortable?: boolean;
  /** Keeps short things on one line. */
  isShort?: boolean;
};

/** A table that has a name for those who cannot see where it stands. */
export function LabelledTable<T>(props: {
  label: string;
  columns: LabelledColumn<T>[];
  rows: T[];
  rowId: (row: T) => string;
  rowHref?: (row: T) => string | undefined;
  isOutdated?: boolean;
  sort?: SortDescriptor;
  onSort?: (sort: SortDescriptor) => void;
  empty?: ReactNode;
}) {
  const { label, columns, rows, rowId, rowHref, empty } = props;
  return (
    <div className={styles.scroll}>
      <TableRoot
        aria-label={label}
        stale={props.isOutdated}
        sortDescriptor={props.sort}
        onSortChange={props.onSort}
      >
        <TableHeader>
          {columns.map(column => (
            <Column
              key={column.id}
              id={column.id}
              isRowHeader={column.isRowHeader}
              allowsSorting={column.isSortable}
            >
              {column.label}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => empty}>
          {rows.map(row => (
            <Row key={rowId(row)} id={rowId(row)} href={rowHref?.(row)}>
              {columns.map(column => (
                <Cell
                  key={column.id}
                  className={column.isShort ? styles.short : undefined}
                >
                  {column.cell(row)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </TableRoot>
    </div>
  );
}

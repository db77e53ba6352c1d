import { useState } from 'react';

/** Pages of a list that are reached one after the other. */
export type CursorPages = {
  /** Of the page in sight; `undefined` for the first one. */
  cursor?: string;
  /** How many pages lie before this one. */
  index: number;
  showNext: (cursor: string) => void;
  showPrevious: () => void;
};

/**
 * Remembers the cursors of the pages seen.
 *
 * @param list - names the list: another list begins at its first page
 */
export function useCursorPages(list: string): CursorPages {
  const [seen, setSeen] = useState<{ list: string; cursors: string[] }>({
    list,
    cursors: [],
  });
  const cursors = seen.list === list ? seen.cursors : [];
  return {
    cursor: cursors.at(-1),
    index: cursors.length,
    showNext: cursor => setSeen({ list, cursors: [...cursors, cursor] }),
    showPrevious: () => setSeen({ list, cursors: cursors.slice(0, -1) }),
  };
}

import { printable } from '@orgmodels/backstage-plugin-organization-models-common';
import { visit } from 'jsonc-parser';

/** As many are told. */
const MOST = 20;

/**
 * Fields that an object of a JSON text has more than once. Readers of JSON take
 * the last one, or the first: what was meant only who wrote it knows.
 */
export function findRepeatedFields(
  text: string,
): { field: string; message: string }[] {
  const open: Set<string>[] = [];
  const repeated = new Set<string>();
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty(name, _offset, _length, _line, _character, pathOf) {
      const names = open.at(-1);
      if (names?.has(name) && repeated.size < MOST) {
        const path = [...pathOf(), name].map(step => printable(String(step)));
        repeated.add(path.join('.'));
      }
      names?.add(name);
    },
  });
  return [...repeated].map(field => ({
    field,
    message: 'is there more than once: leave one',
  }));
}

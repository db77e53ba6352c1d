import type { SortDescriptor } from '@backstage/ui';
import type { ModelStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import { MODEL_STATUSES } from '@orgmodels/backstage-plugin-organization-models-common';
import { useSearchParams } from 'react-router-dom';

/** What is asked of the list; kept in the URL, so that it can be shared. */
export type ModelFilters = {
  search: string;
  statuses: ModelStatus[];
  sort?: SortDescriptor;
};

/** Reads the filters from the URL, and writes them there. */
export function useModelFilters() {
  const [parameters, setParameters] = useSearchParams();
  const filters: ModelFilters = {
    search: parameters.get('q') ?? '',
    statuses: MODEL_STATUSES.filter(status =>
      parameters.getAll('status').includes(status),
    ),
    sort: toSort(parameters.get('sort')),
  };
  const change = (changes: Partial<ModelFilters>) =>
    setParameters(previous => write(previous, changes), { replace: true });
  return { filters, change };
}

/** As the API writes an order: a field, with `-` for the largest first. */
export function toSortText(sort: SortDescriptor | undefined) {
  return sort && `${sort.direction === 'descending' ? '-' : ''}${sort.column}`;
}

function toSort(text: string | null): SortDescriptor | undefined {
  return text
    ? {
        column: text.replace(/^-/, ''),
        direction: text.startsWith('-') ? 'descending' : 'ascending',
      }
    : undefined;
}

function write(previous: URLSearchParams, changes: Partial<ModelFilters>) {
  const next = new URLSearchParams(previous);
  if ('search' in changes) {
    put(next, 'q', changes.search ? [changes.search] : []);
  }
  if ('statuses' in changes) {
    put(next, 'status', changes.statuses ?? []);
  }
  if ('sort' in changes) {
    put(next, 'sort', [toSortText(changes.sort) ?? []].flat());
  }
  return next;
}

function put(parameters: URLSearchParams, name: string, values: string[]) {
  parameters.delete(name);
  for (const value of values) {
    parameters.append(name, value);
  }
}

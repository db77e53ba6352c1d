import type { Usage } from '@orgmodels/backstage-plugin-organization-models-common';

const COLUMNS = [
  'day',
  'model',
  'model_name',
  'key',
  'key_name',
  'user',
  'requests',
  'errors',
  'prompt_tokens',
  'cached_tokens',
  'completion_tokens',
  'gpu_hours',
  'cost',
] as const;

/** Usage as a table (RFC 4180), with a line of names and without the total. */
export function toUsageCsv({ usage }: Usage): string {
  const lines = usage.map(row => COLUMNS.map(column => toCell(row[column])));
  return [[...COLUMNS], ...lines].map(cells => `${cells.join()}\r\n`).join('');
}

// A spreadsheet would run what begins like a formula
function toCell(value: string | number | undefined): string {
  if (typeof value !== 'string') {
    return value === undefined ? '' : String(value);
  }
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

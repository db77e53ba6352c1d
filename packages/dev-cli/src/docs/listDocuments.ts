import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Markdown files of a checkout that people wrote, also those that are not committed yet. */
export function listDocuments(checkout: string): string[] {
  return execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
    { cwd: checkout, encoding: 'utf8' },
  )
    .split('\n')
    .filter(file => file && existsSync(path.join(checkout, file)))
    .filter(file => !/CHANGELOG|report(-alpha)?\.api/.test(file));
}

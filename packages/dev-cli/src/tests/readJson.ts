import { readFileSync } from 'node:fs';

/** Reads a JSON file that another program was to write; undefined when it did not, or not to its end. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FigureResult } from './FigureResult';
import { renderReport } from './renderReport';

const run = promisify(execFile);
const PRETTIER = require.resolve('prettier/bin-prettier.js');
const CHECKOUT = join(__dirname, '../../../..');

/**
 * Writes what was measured as Markdown and JSON; figures that were not
 * measured this time stay as they were.
 *
 * @returns the path of the Markdown file
 */
export async function writeReport(
  results: FigureResult[],
  options: { quick: boolean; order: string[] },
): Promise<string> {
  // What was only tried out is no result
  const directory = join(CHECKOUT, options.quick ? '.dev/bench' : 'docs');
  await mkdir(directory, { recursive: true });
  const json = join(directory, 'benchmarks.json');
  const others = (await readResults(json)).filter(
    ({ name }) => !results.some(result => result.name === name),
  );
  const all = [...results, ...others].sort(
    (a, b) => options.order.indexOf(a.name) - options.order.indexOf(b.name),
  );
  await writeFile(json, `${JSON.stringify({ figures: all }, undefined, 2)}\n`);
  const markdown = join(directory, 'benchmarks.md');
  await writeFile(markdown, renderReport(all));
  await run(process.execPath, [PRETTIER, '--write', json, markdown]);
  return markdown;
}

async function readResults(file: string): Promise<FigureResult[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')).figures;
  } catch {
    return [];
  }
}

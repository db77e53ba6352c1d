import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import references from './__fixtures__/references.json';
import { computeArchitectureBytes } from './computeArchitectureBytes';
import { computeKvBytesPerToken } from './computeKvCacheBytes';
import { parseArchitecture } from './parseArchitecture';

const DOCUMENT = path.resolve(__dirname, '../../../../docs/vram.md');
const [BEGIN, END] = [
  '<!-- begin of the table -->\n',
  '<!-- end of the table -->',
];

const grouped = (count: number) => count.toLocaleString('en-US');

function buildTable(): string {
  const rows = references.map(row => {
    const { id, config, parameters, ...expected } = row;
    const isPublished = 'isPublished' in row && row.isPublished;
    const architecture = parseArchitecture(config)!;
    const ours = computeArchitectureBytes(architecture) / 2;
    const { bytes } = computeKvBytesPerToken(architecture, {
      tensorParallelSize: 1,
    });
    const { sliding } = architecture.attention;
    return [
      `${id}${isPublished ? ' ✓' : ''}`,
      `${(parameters / 1e9).toFixed(3)} B`,
      `${((ours / parameters - 1) * 100).toFixed(2)} %`,
      grouped(expected.kvBytes),
      grouped(bytes),
      sliding
        ? `${sliding.layers} layers, ${grouped(
            expected.kvWindowBytes,
          )} bytes up to ${grouped(sliding.windowTokens)} tokens`
        : '–',
    ];
  });
  const head = [
    'Model',
    'Parameters',
    'Ours',
    'Cache per token',
    'Ours',
    'In windows besides',
  ];
  return align([head, ...rows]);
}

// as prettier has it
function align([head, ...rows]: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map(cells => cells[column].length)),
  );
  const dashes = widths.map(width => '-'.repeat(width));
  return [head, dashes, ...rows]
    .map(cells => cells.map((cell, column) => cell.padEnd(widths[column])))
    .map(cells => `| ${cells.join(' | ')} |\n`)
    .join('');
}

describe('docs/vram.md', () => {
  it('has the table that the estimator gives; UPDATE_DOCS=1 writes it', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const [before, rest] = text.split(BEGIN);
    const [, after] = rest.split(END);
    const wanted = `${before}${BEGIN}\n${buildTable()}\n${END}${after}`;
    if (process.env.UPDATE_DOCS) {
      writeFileSync(DOCUMENT, wanted);
    }
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(wanted);
  });
});

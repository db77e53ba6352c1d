import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listDocuments } from '../docs/listDocuments';

const checkout = path.resolve(__dirname, '../../../..');

const documents = listDocuments(checkout);

const textOf = (file: string) =>
  readFileSync(path.join(checkout, file), 'utf8').replace(
    /^```[\s\S]*?^```/gm,
    '',
  );

/** As GitHub names a heading. */
const anchorsOf = (file: string) =>
  [...textOf(file).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) =>
    heading
      .toLocaleLowerCase('en-US')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What a link within the repository leads to, if that is not there. */
function findBroken(document: string): string[] {
  const links = textOf(document).matchAll(
    /\]\(([^)\s]+)\)|\b(?:src|srcset)="([^"]+)"/g,
  );
  return [...links]
    .map(([, link, picture]) => link ?? picture)
    .filter(link => !/^[a-z]+:/.test(link))
    .filter(link => {
      const [file, anchor] = link.split('#');
      const target = file
        ? path.join(path.dirname(document), decodeURI(file))
        : document;
      return (
        !existsSync(path.join(checkout, target)) ||
        (anchor &&
          target.endsWith('.md') &&
          !anchorsOf(target).includes(anchor))
      );
    });
}

const files = execFileSync('git', ['ls-files'], {
  cwd: checkout,
  encoding: 'utf8',
}).split('\n');

it.each(documents)('the tests that %s names are there', document => {
  const named = textOf(document).matchAll(/`([\w./-]+\.test\.tsx?)`/g);
  const missing = [...named].filter(
    ([, test]) => !files.some(file => `/${file}`.endsWith(`/${test}`)),
  );
  expect(missing.map(([, test]) => test)).toEqual([]);
});

it.each(documents)('the links of %s lead somewhere', document => {
  expect(findBroken(document)).toEqual([]);
});

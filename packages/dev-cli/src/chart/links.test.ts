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
  const links = [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)];
  return links
    .map(([, link]) => link)
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

it.each(documents)('the links of %s lead somewhere', document => {
  expect(findBroken(document)).toEqual([]);
});

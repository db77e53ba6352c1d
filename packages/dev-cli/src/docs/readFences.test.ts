import { readCommands, readFences } from './readFences';

const MARKDOWN = [
  '# Title',
  '```bash',
  'one --a \\',
  '  --b    # why',
  '# not a heading',
  'two #3',
  '```',
  'Text with `code`.',
  '### 1. Step',
  '```',
  'picture',
  '```',
].join('\n');

describe('readFences', () => {
  it('finds blocks with their place', () => {
    expect(readFences('a.md', MARKDOWN)).toEqual([
      expect.objectContaining({ line: 2, language: 'bash', heading: 'Title' }),
      {
        document: 'a.md',
        line: 10,
        language: '',
        text: 'picture\n',
        heading: '1. Step',
      },
    ]);
  });
});

describe('readCommands', () => {
  it('joins lines and leaves comments out', () => {
    const [first] = readFences('a.md', MARKDOWN);
    expect(readCommands(first)).toEqual(['one --a --b', 'two']);
  });
});

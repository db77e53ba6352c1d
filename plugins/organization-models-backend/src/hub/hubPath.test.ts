import { filePath, isModelId, isRevision, metadataPath } from './hubPath';

describe('isModelId', () => {
  it.each(['gpt2', 'Qwen/Qwen3-8B', 'a/b.c_d-e', '01-ai/Yi-6B'])(
    'takes %s',
    id => expect(isModelId(id)).toBe(true),
  );

  it.each([
    '',
    '/',
    '..',
    '../api',
    'a/..',
    'a/b/c',
    'a//b',
    'a b',
    'a/b?c',
    'a/b#c',
    'a%2Fb',
    'a@b/c',
    'a\\b',
    'http://x/y',
    `${'a'.repeat(97)}/b`,
    'a/b\n',
  ])('refuses %j', id => expect(isModelId(id)).toBe(false));
});

describe('isRevision', () => {
  it.each(['main', 'v1.0', 'refs/pr/1', 'a'.repeat(40)])('takes %s', revision =>
    expect(isRevision(revision)).toBe(true),
  );

  it.each(['', '..', 'a/../b', 'a//b', 'a/.', 'a b', 'a?b', 'main\n', '/a'])(
    'refuses %j',
    revision => expect(isRevision(revision)).toBe(false),
  );
});

describe('paths', () => {
  it('keep a revision with slashes in one piece', () => {
    expect(metadataPath('a/b', 'refs/pr/1')).toBe(
      '/api/models/a/b/revision/refs%2Fpr%2F1?expand=sha&expand=gated&expand=safetensors',
    );
    expect(filePath('a/b', 'main', 'config.json')).toBe(
      '/a/b/resolve/main/config.json',
    );
  });
});

import { findMissingAddresses } from './findMissingAddresses';

const complete = {
  name: 'a',
  repository: {
    type: 'git',
    url: 'git+https://git.example.com/organization/models.git',
    directory: 'plugins/a',
  },
  homepage: 'https://git.example.com/organization/models',
  bugs: { url: 'https://git.example.com/organization/models/issues' },
};

describe('findMissingAddresses', () => {
  it('has nothing to say of a complete manifest', () => {
    expect(findMissingAddresses({ 'plugins/a': complete })).toEqual([]);
  });

  it.each([
    [{ name: 'a' }, 4],
    [{ ...complete, homepage: 'soon' }, 1],
    [
      { ...complete, repository: { ...complete.repository, directory: 'b' } },
      1,
    ],
    [{ ...complete, bugs: {} }, 1],
  ])('tells what %j lacks', (manifest, count) => {
    expect(findMissingAddresses({ 'plugins/a': manifest })).toHaveLength(count);
  });
});

import { untrustedData, untrustedText } from './untrusted';

describe('untrusted', () => {
  it('keeps the end of a long text, and says so', () => {
    expect(untrustedText('begin end', 3)).toMatchObject({
      untrusted: true,
      content: 'end',
      truncated: true,
    });
    expect(untrustedText('end', 3)).not.toHaveProperty('truncated');
  });

  it('cuts each text of what is read', () => {
    expect(
      untrustedData({ findings: [{ text: 'abcdef', count: 2 }] }, 3).content,
    ).toEqual({ findings: [{ text: 'abc…', count: 2 }] });
  });
});

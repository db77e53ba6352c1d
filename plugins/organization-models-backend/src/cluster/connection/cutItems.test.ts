import fc from 'fast-check';
import { cutItems } from './cutItems';

const read = (text: string) => {
  const { items, rest } = cutItems(text);
  return { ...JSON.parse(rest), items: items.map(item => JSON.parse(item)) };
};

describe('cutItems', () => {
  it('finds what JSON.parse finds, whatever is in the items and beside them', () => {
    const items = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));
    const others = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        ...([items, others, others, fc.constantFrom(0, 2)] as const),
        (listed, before, after, indent) => {
          const list = { ...before, items: listed, ...after };
          fc.pre(list.items === listed);
          const text = JSON.stringify(list, undefined, indent);
          expect(read(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it.each([
    ['{"items":[{"items":[{"a":"]}"}]}],"metadata":{}}', 1],
    ['{"items":[{"a":"\\\\"},{"b":"\\\\\\""},{}]}', 3],
    ['{"items":[]}', 0],
  ])('reads %s', (text, count) => {
    expect(read(text)).toEqual(JSON.parse(text));
    expect(cutItems(text).items).toHaveLength(count);
  });

  it('leaves a list that is null as it is', () => {
    const text = '{"kind":"List","items":null,"metadata":{"continue":"a"}}';
    expect(cutItems(text)).toEqual({ items: [], rest: text });
  });

  it.each(['', 'no JSON', '{"items":[{"a":1},{"b":', '{"items":[{"a":"'])(
    'ends with %j, of which the rest is no JSON',
    text => {
      expect(() => JSON.parse(cutItems(text).rest)).toThrow(SyntaxError);
    },
  );
});

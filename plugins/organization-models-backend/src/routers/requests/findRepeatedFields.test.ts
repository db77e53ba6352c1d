import { findRepeatedFields } from './findRepeatedFields';

describe('findRepeatedFields', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['[]', []],
    ['{"a": 1, "b": {"a": 1}, "c": [{"a": 1}, {"a": 2}]}', []],
    ['{"a": "\\"a\\": 1", "A": 1}', []],
    ['{"a": 1, "b": 2, "a": 1, "a": 3}', ['a']],
    ['{"a": {"x": 1, "x": 2}, "a": {"x": 1}}', ['a.x', 'a']],
    ['{"a": [{}, {"x": {}, "\\u0078": 1}]}', ['a.1.x']],
  ])('of %s are %j', (text, fields) => {
    expect(findRepeatedFields(text).map(({ field }) => field)).toEqual(fields);
  });

  it('tells a few of many', () => {
    const text = `{${'"a":1,"b":1,'.repeat(50)}"c":1}`;
    expect(findRepeatedFields(text)).toHaveLength(2);
    const names = Array.from({ length: 100 }, (_, index) => `"n${index}":1`);
    const twice = `{${[...names, ...names].join()}}`;
    expect(findRepeatedFields(twice)).toHaveLength(20);
  });
});

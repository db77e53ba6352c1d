import { toLabelValue } from './ownership';

const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

describe('toLabelValue', () => {
  it('keeps a ref readable', () => {
    expect(toLabelValue('group:default/acme')).toBe('group.default.acme');
  });

  it.each([
    'group:default/acme-',
    'group:default/é',
    '*',
    '/',
    `group:default/${'a'.repeat(63)}`,
    `-${'-'.repeat(80)}`,
  ])('makes a valid value of %s', text => {
    expect(toLabelValue(text)).toMatch(LABEL_VALUE);
  });

  it('keeps apart what differs beyond its length', () => {
    const long = `group:default/${'a'.repeat(62)}`;
    expect(toLabelValue(`${long}b`)).not.toBe(toLabelValue(`${long}c`));
  });
});

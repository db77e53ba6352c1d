import {
  matchesNodeAffinity,
  matchesNodeSelector,
} from './matchesNodeSelector';
import type { NodeSelectorRequirement } from '../facts/Replica';

const labels = { pool: 'ml', memory: '81559', empty: '' };

describe('matchesNodeAffinity', () => {
  it.each<[string, NodeSelectorRequirement, boolean]>([
    ['In', { key: 'pool', operator: 'In', values: ['x', 'ml'] }, true],
    ['In, other', { key: 'pool', operator: 'In', values: ['x'] }, false],
    ['In, absent', { key: 'none', operator: 'In', values: [''] }, false],
    ['NotIn', { key: 'pool', operator: 'NotIn', values: ['ml'] }, false],
    ['NotIn, absent', { key: 'none', operator: 'NotIn', values: ['x'] }, true],
    ['Exists', { key: 'empty', operator: 'Exists' }, true],
    ['Exists, absent', { key: 'none', operator: 'Exists' }, false],
    ['DoesNotExist', { key: 'none', operator: 'DoesNotExist' }, true],
    ['no inherited', { key: 'toString', operator: 'Exists' }, false],
    ['Gt', { key: 'memory', operator: 'Gt', values: ['81558'] }, true],
    ['Gt, equal', { key: 'memory', operator: 'Gt', values: ['81559'] }, false],
    ['Lt', { key: 'memory', operator: 'Lt', values: ['90000'] }, true],
    ['Lt, words', { key: 'pool', operator: 'Lt', values: ['90000'] }, false],
    ['Gt, absent', { key: 'none', operator: 'Gt', values: ['-1'] }, false],
    ['Gt, empty', { key: 'empty', operator: 'Gt', values: ['-1'] }, false],
  ])('%s', (_, requirement, expected) => {
    expect(
      matchesNodeAffinity(labels, [{ matchExpressions: [requirement] }]),
    ).toBe(expected);
  });

  it('needs all expressions of one of the terms', () => {
    const pool = { key: 'pool', operator: 'Exists' as const };
    const none = { key: 'none', operator: 'Exists' as const };
    const both = [{ matchExpressions: [pool, none] }];
    expect(matchesNodeAffinity(labels, both)).toBe(false);
    expect(
      matchesNodeAffinity(labels, [...both, { matchExpressions: [pool] }]),
    ).toBe(true);
  });

  it('matches every node without terms, none with an empty term', () => {
    expect(matchesNodeAffinity(labels, undefined)).toBe(true);
    expect(matchesNodeAffinity(labels, [{}])).toBe(false);
  });
});

describe('matchesNodeSelector', () => {
  it('needs every label', () => {
    expect(matchesNodeSelector(labels, { pool: 'ml', empty: '' })).toBe(true);
    expect(matchesNodeSelector(labels, { pool: 'ml', none: '' })).toBe(false);
    expect(matchesNodeSelector(labels)).toBe(true);
  });
});

import {
  type FixCase,
  askedOf,
  FIXED,
  NOT_FIXED,
} from './__testUtils__/fixCases';
import { FIXABLE, findFix } from './findFix';

function findBody(of: FixCase) {
  return findFix(of, askedOf(of))?.body;
}

describe('findFix', () => {
  it.each(FIXED)('offers $offers', of => {
    expect(findBody(of)).toEqual(of.body);
  });

  it.each(NOT_FIXED)('offers nothing for $offers', of => {
    expect(findBody(of)).toBeUndefined();
  });

  it('is seen to offer something for every code that it may', () => {
    expect(new Set(FIXED.map(({ code }) => code))).toEqual(new Set(FIXABLE));
  });
});

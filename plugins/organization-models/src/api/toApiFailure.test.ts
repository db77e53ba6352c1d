import { apiError } from '../__testUtils__/apiError';
import { toApiFailure } from './toApiFailure';

describe('toApiFailure', () => {
  it('reads the problems of fields', async () => {
    const details = [{ field: 'name', message: 'is needed' }];
    const error = await apiError(400, {
      message: 'The body is not valid',
      code: 'InvalidRequest',
      details,
    });
    expect(toApiFailure(error)).toEqual({
      status: 400,
      code: 'InvalidRequest',
      message: 'The body is not valid',
      fieldProblems: details,
    });
  });

  it('reads the organizations to choose from', async () => {
    const choices = ['group:default/acme', 'group:default/globex'];
    const error = await apiError(400, {
      message: 'Name one',
      code: 'InvalidRequest',
      details: { choices },
    });
    expect(toApiFailure(error)).toMatchObject({ choices, fieldProblems: [] });
  });

  it.each([
    { hint: 'Ask for fewer' },
    { details: { hint: 'Ask for fewer', wanted: 9 } },
  ])('reads a hint from %j', async place => {
    const error = await apiError(400, {
      message: 'Too many',
      code: 'InsufficientClusterResources',
      ...place,
    });
    expect(toApiFailure(error).hint).toBe('Ask for fewer');
  });

  it('has no status when no answer came', () => {
    expect(toApiFailure(new TypeError('Failed to fetch'))).toEqual({
      message: 'Failed to fetch',
      fieldProblems: [],
    });
  });
});

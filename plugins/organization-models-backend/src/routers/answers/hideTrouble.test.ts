import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { hideTrouble } from './hideTrouble';

describe('hideTrouble', () => {
  const logger = mockServices.logger.mock();

  it('lets errors through which are meant for the user', () => {
    const error = new NotFoundError('There is no GET /nowhere');
    expect(hideTrouble(error, logger)).toBe(error);
  });

  it.each([
    ['DatabaseAwayError', /and nothing was changed$/],
    ['DatabaseOutcomeUnknownError', /look whether it was made/],
  ])('says what became of a change, of a %s', (name, message) => {
    const error = Object.assign(new Error('connect'), { name });
    expect(hideTrouble(error, logger)).toMatchObject({
      message: expect.stringMatching(message),
      statusCode: 503,
      code: 'ClusterUnavailable',
      retryAfterSeconds: 5,
    });
  });

  it('does not say so of anybody else who refuses', () => {
    const error = Object.assign(new Error('connect'), {
      name: 'FetchError',
      code: 'ECONNREFUSED',
    });
    expect(hideTrouble(error, logger)).toMatchObject({
      message: expect.stringContaining('An internal error occurred'),
    });
  });

  it('answers an id in place of a statement, and logs both', () => {
    const error = new Error('select `secret` from `models`');
    const hidden = hideTrouble(error, logger) as Error;
    expect(hidden.message).toMatch(/^An internal error occurred logId=[\w-]+$/);
    const [, logId] = hidden.message.split('logId=');
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining(logId),
      error,
    );
  });
});

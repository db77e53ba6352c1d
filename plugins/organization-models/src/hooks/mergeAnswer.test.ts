import type { ApiFailure } from '../api/toApiFailure';
import { mergeAnswer } from './mergeAnswer';

const failure = (status?: number): ApiFailure => ({
  status,
  message: 'no',
  fieldProblems: [],
});

describe('mergeAnswer', () => {
  it('keeps the identity of equal data, so that nothing is drawn again', () => {
    const known = { data: { name: 'a' } };
    const { answer, outcome } = mergeAnswer(known, { data: { name: 'a' } });

    expect(answer.data).toBe(known.data);
    expect(outcome).toBe('unchanged');
  });

  it('takes what changed', () => {
    const { answer, outcome } = mergeAnswer(
      { data: { name: 'a' } },
      { data: { name: 'b' } },
    );
    expect(answer).toEqual({ data: { name: 'b' } });
    expect(outcome).toBe('changed');
  });

  it('shows a newer look at the same, but does not hurry for it', () => {
    const { answer, outcome } = mergeAnswer(
      { data: { name: 'a', observed_at: '1' } },
      { data: { name: 'a', observed_at: '2' } },
    );
    expect(answer.data).toEqual({ name: 'a', observed_at: '2' });
    expect(outcome).toBe('unchanged');
  });

  it.each([undefined, 503, 500, 429])(
    'keeps the last known data through trouble that may pass (%s)',
    status => {
      const known = { data: { name: 'a' } };
      expect(mergeAnswer(known, { failure: failure(status) })).toEqual({
        answer: { data: known.data, failure: failure(status) },
        outcome: 'unchanged',
      });
    },
  );

  it.each([400, 401, 403, 404])(
    'drops the data when the API refuses (%s)',
    status => {
      expect(
        mergeAnswer({ data: { name: 'a' } }, { failure: failure(status) }),
      ).toEqual({ answer: { failure: failure(status) }, outcome: 'ended' });
    },
  );

  it('forgets the trouble when it has passed', () => {
    const data = { name: 'a' };
    expect(
      mergeAnswer({ data, failure: failure(503) }, { data }).answer,
    ).toEqual({ data });
  });
});

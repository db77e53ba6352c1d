import { ResponseError } from '@backstage/errors';
import { toBackstageError } from './toBackstageError';

async function refusal(status: number, error: object) {
  return ResponseError.fromResponse(
    new Response(JSON.stringify({ error, response: { statusCode: status } }), {
      status,
      headers: { 'Content-Type': 'application/json' },
    }) as any,
  );
}

describe('toBackstageError', () => {
  it('names code, fields and what to do', async () => {
    const error = await refusal(400, {
      name: 'InputError',
      message: 'The model is not valid',
      code: 'InvalidRequest',
      details: [{ field: 'name', message: 'is needed' }],
    });
    expect(toBackstageError(error)).toMatchObject({
      name: 'InputError',
      message: 'InvalidRequest: The model is not valid\n- name: is needed',
    });
  });

  it('tells numbers, and what has no code', async () => {
    const quota = { hard: '4', used: '4' };
    const error = { name: 'x', message: 'Full', details: quota };
    expect(toBackstageError(await refusal(429, error))).toMatchObject({
      name: 'ServiceUnavailableError',
      message: `Full\n${JSON.stringify(quota)}`,
    });
  });

  it('leaves alone what is no refusal', async () => {
    const broken = await refusal(500, { name: 'Error', message: 'x' });
    expect(toBackstageError(broken)).toBe(broken);
    const failure = new TypeError('fetch failed');
    expect(toBackstageError(failure)).toBe(failure);
  });
});

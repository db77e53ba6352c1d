import { ModelApiError } from '../../errors';
import { tellDoubts } from './tellDoubts';

const refusal = (code: string) =>
  new ModelApiError('InputError', {
    statusCode: 400,
    code,
    message: 'No node has a GPU.',
    details: { reason: 'never' },
  });

const stale = (watch: string) => ({
  watch,
  since: '2026-01-01T00:00:00Z',
  message: `may not list ${watch}`,
  ofModels: false,
});

describe('tellDoubts', () => {
  it('says why what is known of the room may be wrong', async () => {
    const signs = { stale: [stale('nodes'), stale('events'), stale('pods')] };
    const refused = tellDoubts(
      async () => signs,
      () => Promise.reject(refusal('InsufficientClusterResources')),
    );
    await expect(refused).rejects.toMatchObject({
      name: 'InputError',
      statusCode: 400,
      code: 'InsufficientClusterResources',
      details: { reason: 'never' },
      message:
        'No node has a GPU. But this may be wrong, as the cluster is not seen as it is now: may not list nodes; may not list pods',
    });
  });

  it.each([
    ['InsufficientClusterResources', 'events'],
    ['QuotaExceeded', 'nodes'],
  ])('leaves %s with %s as it is', async (code, watch) => {
    const error = refusal(code);
    const refused = tellDoubts(
      async () => ({ stale: [stale(watch)] }),
      () => Promise.reject(error),
    );
    await expect(refused).rejects.toBe(error);
  });

  it('hands on what was not refused', async () => {
    const read = jest.fn();
    expect(await tellDoubts(read, async () => 'fine')).toBe('fine');
    expect(read).not.toHaveBeenCalled();
  });
});

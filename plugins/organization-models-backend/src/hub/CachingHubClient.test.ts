import { CachingHubClient } from './CachingHubClient';
import type { HubModel } from './HubClient';

const FOUND: HubModel = {
  outcome: 'found',
  commit: 'a'.repeat(40),
  gated: false,
  architecture: undefined,
  weights: undefined,
};

function createHub(answer: Partial<HubModel> = {}) {
  const kept = new Map<string, unknown>();
  const readArchitecture = jest.fn(async () => ({ ...FOUND, ...answer }));
  const hub = new CachingHubClient(
    { readArchitecture },
    {
      now: () => 0,
      store: {
        read: async key => kept.get(key) as any,
        save: async (key, value) => void kept.set(key, value),
      },
    },
  );
  return { hub, readArchitecture };
}

describe('CachingHubClient', () => {
  it('keeps what everybody may read', async () => {
    const { hub, readArchitecture } = createHub();
    await hub.readArchitecture({ id: 'a/b' });
    await hub.readArchitecture({ id: 'a/b', token: 'hf_x' });
    expect(readArchitecture).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['what a token opened', { token: 'hf_x' }, {}],
    ['what is gated', {}, { gated: true }],
  ])('keeps nothing of %s', async (_, request, answer) => {
    const { hub, readArchitecture } = createHub(answer);
    await hub.readArchitecture({ id: 'a/b', ...request });
    await hub.readArchitecture({ id: 'a/b' });
    expect(readArchitecture).toHaveBeenCalledTimes(2);
  });
});

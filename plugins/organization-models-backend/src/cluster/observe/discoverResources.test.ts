import type { ServerResponse } from 'node:http';
import {
  refuse,
  ScriptedApiServer,
  type ScriptedRequest,
} from '../../__testUtils__/ScriptedApiServer';
import newest from './__fixtures__/discovery/v1.36.3.json';
import oldest from './__fixtures__/discovery/v1.28.15.json';
import { discoverResources } from './discoverResources';

type Recording = { aggregated: object; plain: object; groups: object };
type Group = keyof typeof oldest.groups;

/** Answers as the API server that was recorded, which knows a form or does not. */
function play(
  { aggregated, plain, groups }: Recording,
  { knows }: { knows: RegExp },
) {
  return ({ path, accept }: ScriptedRequest, res: ServerResponse) => {
    if (path === '/apis') {
      return knows.test(accept) ? aggregated : plain;
    }
    return (
      groups[path.replace('/apis/', '') as keyof typeof groups] ??
      refuse(res, { code: 404, reason: 'NotFound' })
    );
  };
}

const AUTOSCALERS = {
  name: 'podautoscalers.autoscaling.aibrix.ai',
  served: ['v1alpha1'],
  established: true,
};

describe('discoverResources', () => {
  let server: ScriptedApiServer;
  afterEach(() => server.stop());

  const discover = async (
    answer: Parameters<typeof ScriptedApiServer.start>[0],
  ) => {
    server = await ScriptedApiServer.start(answer);
    return discoverResources(server.connection);
  };

  it.each<[string, Recording, RegExp]>([
    ['Kubernetes 1.36 in one request', newest, /v=v2;/],
    ['Kubernetes 1.28 in one request', oldest, /v=v2beta1;/],
  ])('asks %s', async (_, recording, knows) => {
    const resources = await discover(play(recording, { knows }));
    expect(resources).toContainEqual(AUTOSCALERS);
    expect(server.requests).toHaveLength(1);
  });

  it('asks for each group where there is no aggregated discovery, with the same result', async () => {
    const aggregated = await discover(play(oldest, { knows: /v=v2beta1;/ }));
    await server.stop();
    const plain = await discover(play(oldest, { knows: /^never$/ }));
    expect(plain).toEqual(aggregated);
    expect(plain.map(({ name }) => name)).toEqual([
      'kvcaches.orchestration.aibrix.ai',
      AUTOSCALERS.name,
      'podsets.orchestration.aibrix.ai',
      'rayclusterfleets.orchestration.aibrix.ai',
      'rayclusterreplicasets.orchestration.aibrix.ai',
      'rolesets.orchestration.aibrix.ai',
      'stormservices.orchestration.aibrix.ai',
    ]);
    expect(server.requests.map(({ path }) => path)).not.toContain(
      '/apis/apps/v1',
    );
  });

  it('goes without a group whose own server is down or that is gone', async () => {
    const { 'autoscaling.aibrix.ai/v1alpha1': kept } = oldest.groups;
    const groups = { 'autoscaling.aibrix.ai/v1alpha1': kept } as Record<
      Group,
      object
    >;
    const resources = await discover(
      play({ ...oldest, groups }, { knows: /^never$/ }),
    );
    expect(resources).toEqual([AUTOSCALERS]);
  });

  it('fails where a group cannot be read: nothing of it would be taken for not served', async () => {
    const answer = play(oldest, { knows: /^never$/ });
    const answered = discover((req, res) =>
      req.path.startsWith('/apis/orchestration')
        ? refuse(res, { code: 403, reason: 'Forbidden' })
        : answer(req, res),
    );
    await expect(answered).rejects.toThrow('Forbidden');
  });
});

import {
  refuse,
  ScriptedApiServer,
  type ScriptedRequest,
} from '../../__testUtils__/ScriptedApiServer';
import { probeCluster, type Reachability } from './probeCluster';

describe('probeCluster', () => {
  let server: ScriptedApiServer;
  afterEach(() => server.stop());

  /** What the first probe finds. */
  const probe = async (
    answerNodes: Parameters<typeof ScriptedApiServer.start>[0],
  ) => {
    server = await ScriptedApiServer.start((req, res) =>
      req.path === '/version'
        ? { gitVersion: 'v1.36.3' }
        : answerNodes(req, res),
    );
    const abort = new AbortController();
    const memory = { kubernetesVersion: '' };
    const found = await new Promise<Reachability>(resolve => {
      probeCluster(server.connection, memory, resolve, abort.signal);
    });
    abort.abort();
    expect(memory.kubernetesVersion).toBe('v1.36.3');
    return found;
  };

  it('reads a little that etcd has to answer', async () => {
    const asked: ScriptedRequest[] = [];
    const found = await probe(req => {
      asked.push(req);
      return { items: null, metadata: { resourceVersion: '1' } };
    });
    expect(found).toEqual({ reachable: true });
    expect(asked[0].query.toString()).toBe('limit=1');
    expect(asked[0].accept).toContain('PartialObjectMetadataList');
  });

  it('takes a cluster for away whose API server has no storage', async () => {
    const found = await probe((_req, res) => {
      res.destroy();
    });
    expect(found).toEqual({
      reachable: false,
      message: expect.stringContaining('cannot read from its storage (etcd)'),
    });
  });

  it('does without the right to list nodes', async () => {
    const found = await probe((_req, res) =>
      refuse(res, { code: 403, reason: 'Forbidden' }),
    );
    expect(found).toEqual({ reachable: true });
  });

  it('takes one that is slow for slow, and not for away', async () => {
    const found = await probe((_req, res) => {
      setTimeout(() => res.end('{"items": []}'), 3_300);
    });
    expect(found).toEqual({
      reachable: true,
      message: expect.stringMatching(/ is slow: .* took 3 s for /),
    });
  });

  it('notices soon that one that was away is back', async () => {
    let isAway = true;
    const abort = new AbortController();
    server = await ScriptedApiServer.start((_req, res) =>
      isAway ? void res.destroy() : { gitVersion: 'v1.36.3' },
    );
    const memory = { kubernetesVersion: '' };
    const returned = await new Promise<number>(resolve => {
      let backAt = 0;
      const onReachability = ({ reachable }: Reachability) => {
        if (reachable) {
          resolve(performance.now() - backAt);
        } else {
          isAway = false;
          backAt = performance.now();
        }
      };
      probeCluster(server.connection, memory, onReachability, abort.signal);
    });
    abort.abort();
    expect(returned).toBeLessThan(2_500);
  });
});

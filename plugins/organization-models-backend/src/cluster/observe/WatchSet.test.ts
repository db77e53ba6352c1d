import { mockServices } from '@backstage/backend-test-utils';
import { ScriptedApiServer } from '../../__testUtils__/ScriptedApiServer';
import { Collection } from './Collection';
import { WatchSet } from './WatchSet';

const pod = (name: string) => ({
  metadata: { name, namespace: 'models', uid: `uid-${name}` },
});

describe('WatchSet', () => {
  it('leaves out what one collection cannot read, and nothing else', async () => {
    const server = await ScriptedApiServer.start((request, response) => {
      if (request.query.get('watch') === 'true') {
        response.flushHeaders();
        return undefined;
      }
      return {
        items: ['a', 'poison', 'worse', 'b'].map(pod),
        metadata: { resourceVersion: '1' },
      };
    });
    const abort = new AbortController();
    const logger = mockServices.logger.mock();
    const names = new Collection<string>({
      toFacts: ({ metadata: { name } }) => {
        if (['poison', 'worse'].includes(name)) {
          throw new TypeError('unlike all others');
        }
        return name;
      },
      onChange: () => {},
    });
    const all = new Collection<string>({
      toFacts: ({ metadata: { name } }) => name,
      onChange: () => {},
    });
    const watches = await new Promise<WatchSet>(resolve => {
      const set = new WatchSet(server.connection, logger, abort.signal, () =>
        resolve(set),
      );
      set.collect('pods', { path: '/api/v1/pods' }, names, all);
    });
    expect(watches.isComplete()).toBe(true);
    expect([...names.values()]).toEqual(['a', 'b']);
    expect([...all.values()]).toEqual(['a', 'poison', 'worse', 'b']);
    expect(logger.error.mock.calls.map(([message]) => message)).toEqual([
      expect.stringContaining('models/poison among pods'),
    ]);
    abort.abort();
    await server.stop();
  });
});

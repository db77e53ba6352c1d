import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  refuse,
  ScriptedApiServer,
  type ScriptedRequest,
} from '../../__testUtils__/ScriptedApiServer';
import { Pauses } from './Pauses';
import type { RawObject } from '../connection/RawObject';
import { watchResource } from './watchResource';

function pod(name: string, resourceVersion = '1'): RawObject {
  return {
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion,
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
  };
}

const list = (resourceVersion: string, ...names: string[]) => ({
  items: names.map(name => pod(name)),
  metadata: { resourceVersion },
});

const event = (type: string, object: object) =>
  `${JSON.stringify({ type, object })}\n`;

const EXPIRED = {
  kind: 'Status',
  code: 410,
  reason: 'Expired',
  message: 'too old resource version',
};

type Lists = (
  request: ScriptedRequest,
  response: ServerResponse,
) => object | undefined;

describe('watchResource', () => {
  let server: ScriptedApiServer;
  let abort: AbortController;
  let ended: Promise<void>;
  /** What the listener was told, in words. */
  let told: string[];
  /** How often it was told that the watch is in order. */
  let signs: number;

  const follow = async (script: {
    lists: Lists[];
    /** Each opened watch takes the next; the last one stays open. */
    watches: ((response: ServerResponse) => object | undefined | void)[];
    unreadable?: string;
    pauses?: Pauses;
  }) => {
    const lists = [...script.lists];
    const watches = [...script.watches];
    server = await ScriptedApiServer.start((request, response) => {
      if (request.query.get('watch') !== 'true') {
        return (lists.length > 1 ? lists.shift()! : lists[0])(
          request,
          response,
        );
      }
      response.flushHeaders();
      return watches.shift()?.(response);
    });
    abort = new AbortController();
    told = [];
    signs = 0;
    const tell = (what: string) => (object: RawObject) => {
      if (object.metadata.name === script.unreadable) {
        throw new TypeError('unlike all others');
      }
      told.push(`${what} ${object.metadata.name}`);
    };
    ended = watchResource(
      server.connection,
      { path: '/api/v1/pods' },
      {
        listing: () => told.push('listing'),
        present: tell('present'),
        gone: tell('gone'),
        listed: () => told.push('listed'),
        alive: () => {
          signs += 1;
        },
        lost: error => told.push(`lost: ${error.message}`),
        unreadable: ({ metadata }) => told.push(`unreadable ${metadata.name}`),
      },
      abort.signal,
      script.pauses,
    );
  };

  afterEach(async () => {
    abort.abort();
    await ended;
    await server.stop();
  });

  /** What was told once it is so much. */
  const toldOnce = async (count: number) => {
    for (let tries = 0; told.length < count && tries < 500; tries++) {
      await delay(10);
    }
    return told;
  };

  const watchedFrom = () =>
    server.requests
      .filter(({ query }) => query.get('watch') === 'true')
      .map(({ query }) => query.get('resourceVersion'));

  const LISTED = ['listing', 'present a', 'listed'];

  it('is in order once it is opened, though nothing is told', async () => {
    await follow({
      lists: [() => list('5', 'a')],
      watches: [() => undefined],
    });
    for (let tries = 0; signs < 2 && tries < 500; tries++) {
      await delay(10);
    }
    expect([signs, told]).toEqual([2, LISTED]);
  });

  it('tries at once when it is told that the API server is back', async () => {
    const pauses = new (class extends Pauses {
      wait = (_: number, signal: AbortSignal) => super.wait(60_000, signal);
    })();
    await follow({
      lists: [(_, response) => void response.destroy(), () => list('5', 'a')],
      watches: [() => undefined],
      pauses,
    });
    expect(await toldOnce(2)).toEqual(['listing', expect.any(String)]);
    pauses.end();
    expect((await toldOnce(5)).slice(2)).toEqual(LISTED);
  });

  it('lists in pages, and follows from the last one', async () => {
    await follow({
      lists: [
        () => ({
          ...list('7', 'a'),
          metadata: { resourceVersion: '7', continue: 'next' },
        }),
        ({ query }) =>
          query.get('continue') === 'next' ? list('7', 'b') : undefined,
      ],
      watches: [
        response => {
          response.write(event('ADDED', pod('c', '8')));
          response.write(event('DELETED', pod('a', '9')));
        },
      ],
    });
    expect(await toldOnce(6)).toEqual([
      'listing',
      'present a',
      'present b',
      'listed',
      'present c',
      'gone a',
    ]);
    expect(watchedFrom()).toEqual(['7']);
    expect(server.requests[0].query.get('limit')).toBe('100');
    expect(server.requests[2].query.get('allowWatchBookmarks')).toBe('true');
  });

  it('carries on from the last bookmark when the connection is cut', async () => {
    await follow({
      lists: [() => list('7', 'a')],
      watches: [
        response => {
          response.write(event('BOOKMARK', pod('', '40')));
          setTimeout(() => response.destroy(), 50);
        },
        response => {
          response.write(event('ADDED', pod('b', '41')));
        },
      ],
    });
    expect(await toldOnce(5)).toEqual([
      ...LISTED,
      expect.stringContaining('lost: '),
      'present b',
    ]);
    expect(watchedFrom()).toEqual(['7', '40']);
  });

  it('tells nothing of an object of which half has come', async () => {
    const whole = event('MODIFIED', pod('b', '9'));
    await follow({
      lists: [() => list('7', 'a')],
      watches: [
        response => {
          response.write(event('ADDED', pod('b', '8')));
          response.write(whole.slice(0, 30));
          setTimeout(() => response.destroy(), 50);
        },
        response => {
          response.write(whole);
        },
      ],
    });
    expect(await toldOnce(6)).toEqual([
      ...LISTED,
      'present b',
      expect.stringContaining('lost: '),
      'present b',
    ]);
    expect(watchedFrom()).toEqual(['7', '8']);
  });

  it('carries on when the API server ends the watch, half a line or not', async () => {
    await follow({
      lists: [() => list('7', 'a')],
      watches: [
        response => {
          response.write(event('ADDED', pod('b', '8')));
          response.end('{"type":"ADDED","obj');
        },
        response => {
          response.write(event('ADDED', pod('c', '9')));
        },
      ],
    });
    expect(await toldOnce(5)).toEqual([...LISTED, 'present b', 'present c']);
    expect(watchedFrom()).toEqual(['7', '8']);
  });

  it('puts lines together, wherever they were cut', async () => {
    const bytes = [
      ...Buffer.from(
        `${event('ADDED', pod('größe', '8'))}\n\r\n${event(
          'ADDED',
          pod('c', '9'),
        )}`,
      ),
    ];
    await follow({
      lists: [() => list('7', 'a')],
      watches: [
        response => {
          // A byte at a time, so that letters are cut as well
          const timer = setInterval(() => {
            const [byte] = bytes.splice(0, 1);
            if (byte === undefined) {
              clearInterval(timer);
            } else {
              response.write(Buffer.from([byte]));
            }
          }, 0);
        },
      ],
    });
    expect(await toldOnce(5)).toEqual([
      ...LISTED,
      'present größe',
      'present c',
    ]);
  });

  it.each<[string, (response: ServerResponse) => object | undefined | void]>([
    [
      'in the middle of the watch',
      response => {
        response.write(event('ADDED', pod('b', '8')));
        response.write(event('ERROR', EXPIRED));
      },
    ],
    [
      'when a watch is opened',
      response => {
        response.statusCode = 410;
        return EXPIRED;
      },
    ],
  ])('lists anew when its place is forgotten %s', async (_, answer) => {
    const before = jest.fn(answer);
    server = await ScriptedApiServer.start((request, response) => {
      if (request.query.get('watch') !== 'true') {
        return before.mock.calls.length === 0
          ? list('7', 'a')
          : list('50', 'z');
      }
      if (before.mock.calls.length === 0) {
        return before(response);
      }
      response.flushHeaders();
      return undefined;
    });
    abort = new AbortController();
    const lost = jest.fn();
    const listed = jest.fn();
    ended = watchResource(
      server.connection,
      { path: '/api/v1/pods' },
      {
        listing: () => {},
        present: () => {},
        gone: () => {},
        alive: () => {},
        unreadable: () => {},
        listed,
        lost,
      },
      abort.signal,
    );
    for (let tries = 0; watchedFrom().length < 2 && tries < 500; tries++) {
      await delay(10);
    }
    expect(watchedFrom()).toEqual(['7', '50']);
    expect(listed).toHaveBeenCalledTimes(2);
    // To forget is in good order
    expect(lost).not.toHaveBeenCalled();
  });

  it('begins a list again of which the rest was forgotten', async () => {
    await follow({
      lists: [
        () => ({
          ...list('7', 'a'),
          metadata: { resourceVersion: '7', continue: 'next' },
        }),
        (_request, response) =>
          refuse(response, { code: 410, reason: 'Expired' }),
        () => list('50', 'b'),
      ],
      watches: [],
    });
    expect(await toldOnce(5)).toEqual([
      'listing',
      'present a',
      'listing',
      'present b',
      'listed',
    ]);
  });

  it.each([
    [
      'an error in place of a change',
      event('ERROR', { code: 500, message: 'revision has been compacted' }),
      'lost: revision has been compacted',
    ],
    [
      'what is no JSON',
      '<html>Bad gateway</html>\n',
      'lost: What it says of a change cannot be read',
    ],
  ])(
    'lists anew after %s, since the same would come again',
    async (_, line, lost) => {
      await follow({
        lists: [() => list('7', 'a'), () => list('50', 'b')],
        watches: [response => void response.write(line)],
      });
      expect(await toldOnce(7)).toEqual([
        ...LISTED,
        expect.stringContaining(lost),
        'listing',
        'present b',
        'listed',
      ]);
    },
  );

  it('tells of all others when one object cannot be read', async () => {
    await follow({
      unreadable: 'poison',
      lists: [() => list('7', 'a', 'poison', 'b')],
      watches: [
        response => {
          response.write(event('MODIFIED', pod('poison', '8')));
          response.write(event('ADDED', pod('c', '9')));
        },
      ],
    });
    expect(await toldOnce(7)).toEqual([
      'listing',
      'present a',
      'unreadable poison',
      'present b',
      'listed',
      'unreadable poison',
      'present c',
    ]);
    expect(watchedFrom()).toEqual(['7']);
  });

  it('asks again when it was refused', async () => {
    await follow({
      lists: [
        (_request, response) =>
          refuse(response, { code: 403, reason: 'Forbidden' }),
        () => list('7', 'a'),
      ],
      watches: [],
    });
    expect(await toldOnce(5)).toEqual([
      'listing',
      'lost: Forbidden',
      ...LISTED,
    ]);
  });

  it('ends with its signal, and takes that for no loss', async () => {
    await follow({ lists: [() => list('7', 'a')], watches: [] });
    expect(await toldOnce(LISTED.length)).toEqual(LISTED);
    abort.abort();
    await ended;
    expect(told).toEqual(LISTED);
  });
});

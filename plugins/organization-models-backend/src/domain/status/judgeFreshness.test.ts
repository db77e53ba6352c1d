import { judgeFreshness } from './judgeFreshness';

const at = (second: number) =>
  new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();

const MODEL = { observedAt: at(0), cluster: 'eu' };
const WELL = { reachable: true, observedAt: at(600), watchedAt: at(590) };
const NOW = new Date(at(605));

describe('judgeFreshness', () => {
  it.each([
    ['is not known before it was seen', WELL, { observedAt: undefined }, {}],
    ['is as fresh as its watches', WELL, {}, { observedAt: at(590) }],
    [
      'is as fresh as its row, where that is newer',
      { ...WELL, watchedAt: undefined },
      {},
      { observedAt: at(0) },
    ],
    [
      'is stale while the cluster is away',
      { ...WELL, reachable: false, message: 'No answer' },
      {},
      {
        observedAt: at(590),
        stale: { since: at(590), message: 'No answer' },
      },
    ],
    [
      'is stale while nobody watches the cluster',
      { ...WELL, observedAt: at(540) },
      {},
      {
        observedAt: at(590),
        stale: {
          since: at(590),
          message: 'No backend of the portal watches cluster eu',
        },
      },
    ],
    [
      'is stale while what it depends on is not seen',
      {
        ...WELL,
        watchedAt: at(300),
        stale: [
          { watch: 'pods', since: at(300), message: 'no', ofModels: true },
          { watch: 'gateways', since: at(1), message: 'no', ofModels: false },
        ],
      },
      {},
      {
        observedAt: at(300),
        stale: { since: at(300), message: 'Not all is seen: pods (no)' },
      },
    ],
  ])('%s', (_name, known, model, expected) => {
    expect(judgeFreshness({ ...MODEL, ...model }, known, NOW)).toEqual(
      expected,
    );
  });
});

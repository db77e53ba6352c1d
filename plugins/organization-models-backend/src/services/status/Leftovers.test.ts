import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';
import type { Observation } from '../../domain/facts/Observation';
import { databases } from '../../__testUtils__/databases';
import type { Caller } from '../access/Caller';
import { Leftovers } from './Leftovers';

jest.setTimeout(60_000);

const AT = '2026-01-01T00:00:00.000Z';
const LATER = Date.parse(AT) + 61_000;

function buildObservation(
  kinds: string[],
  organization: string,
  pods: string[] = [],
): Observation {
  return {
    objects: kinds.map(kind => ({ kind, name: 'a', namespace: 'models' })),
    organization,
    model: {
      pods: pods.map(name => ({ name, namespace: 'models' })),
      events: [],
    },
  } as unknown as Observation;
}

const caller = (organizationId: string) => ({ organizationId } as Caller);

describe('Leftovers', () => {
  let stores: Database;

  const find = async (organizationId: string, now = LATER) => {
    const leftovers = new Leftovers({ ...stores, now: () => new Date(now) });
    const found = await leftovers.find(caller(organizationId));
    return [...found].map(([cluster, some]) => [
      cluster,
      ...some.map(({ message }) => message.split(': ')[1]),
    ]);
  };

  beforeEach(async () => {
    stores = await openStores(await databases.init('SQLITE_3'));
    await insertModel(stores, buildStoredModel({ id: 'mdl_known' }));
    const { observations } = stores;
    const acme = 'group.default.acme';
    await observations.save(
      'one',
      [
        ['mdl_known', ['Secret', 'Deployment'], acme],
        ['mdl_crashed', ['Secret'], acme],
        ['mdl_foreign', ['Secret'], 'group.default.globex'],
      ].map(([modelId, kinds, organization]) => ({
        modelId: modelId as string,
        observation: buildObservation(
          kinds as string[],
          organization as string,
        ),
      })),
      AT,
    );
    await observations.save(
      'two',
      [
        {
          modelId: 'mdl_lost',
          observation: buildObservation(['Service', 'Deployment'], acme, [
            'a-1',
          ]),
        },
        {
          modelId: 'mdl_pods',
          observation: buildObservation(['Service'], acme, ['a-2']),
        },
      ],
      AT,
    );
  });

  it('are of models without a row, and of the own organization', async () => {
    expect(await find('group:default/acme')).toEqual([
      ['one', 'Secret models/a'],
      [
        'two',
        'Service models/a, Deployment models/a',
        'Service models/a, Pod models/a-2',
      ],
    ]);
    expect(await find('group:default/globex')).toEqual([
      ['one', 'Secret models/a'],
    ]);
    expect(await find('group:default/initech')).toEqual([]);
  });

  it('are of all organizations for whoever reads all', async () => {
    const [[, ...ofOne]] = await find('*');
    expect(ofOne).toHaveLength(2);
  });

  it('are none as long as their row may still come', async () => {
    expect(await find('*', Date.parse(AT) + 59_000)).toEqual([]);
  });

  it('are none any more once they are gone', async () => {
    await stores.observations.save(
      'one',
      ['mdl_crashed', 'mdl_foreign'].map(modelId => ({
        modelId,
        observation: buildObservation([], ''),
      })),
      AT,
    );
    expect((await find('*')).map(([cluster]) => cluster)).toEqual(['two']);
  });
});

import { ContendedObject } from '../../__testUtils__/ContendedObject';
import { ClusterRequestError } from '../connection/errors';
import type { RawObject } from '../connection/RawObject';
import { writeAsRead } from './writeAsRead';

describe('writeAsRead', () => {
  const writeTo = async (object: ContendedObject) =>
    writeAsRead(await object.read(), {
      read: object.read,
      write: ({ metadata: { resourceVersion: value } }: RawObject) =>
        object.patch([
          { op: 'test', path: '/metadata/resourceVersion', value },
        ]),
    });

  it('reads and writes again what another wrote in between', async () => {
    const object = new ContendedObject({ kind: 'Service' }, { races: 3 });
    expect(await writeTo(object)).toBe('written');
    expect(object.patched).toMatchObject([[{ value: '4' }]]);
  });

  it('says so in words when that has no end', async () => {
    const object = new ContendedObject({ kind: 'Service' }, { races: 99 });
    await expect(writeTo(object)).rejects.toMatchObject({
      isTransient: true,
      message: 'models/qwen was changed by others 5 times while it was written',
    });
  });

  it('leaves another object of the same name alone', async () => {
    const object = new ContendedObject(
      { kind: 'Service' },
      { races: 1, replaced: true },
    );
    expect(await writeTo(object)).toBe('gone');
    expect(object.patched).toEqual([]);
  });

  it('believes a refusal of what nobody changed', async () => {
    const { read } = new ContendedObject({ kind: 'Service' }, { races: 0 });
    const refusal = ClusterRequestError.fromStatus('test', { code: 422 });
    const write = jest.fn().mockRejectedValue(refusal);
    await expect(writeAsRead(await read(), { read, write })).rejects.toBe(
      refusal,
    );
    expect(write).toHaveBeenCalledTimes(1);
  });
});

import { OWNER_LABELS } from '../../domain/ownership/ownership';
import { isLimited, toClaimFacts } from './toClaimFacts';
import type { RawObject } from '../connection/RawObject';

const claim = (accessModes: string[]) =>
  ({
    metadata: { name: 'weights' },
    spec: { accessModes },
    status: { phase: 'Bound' },
  } as unknown as RawObject);

const pod = (name: string, more: object) =>
  ({
    metadata: { name, labels: {} },
    spec: {
      nodeName: 'n1',
      volumes: [{ persistentVolumeClaim: { claimName: 'weights' } }],
    },
    status: { phase: 'Running' },
    ...more,
  } as unknown as RawObject);

describe('toClaimFacts', () => {
  it('names the pods that mount it and have not ended', () => {
    const pods = [
      pod('a', {}),
      pod('b', {
        metadata: { name: 'b', labels: { [OWNER_LABELS.model]: 'm' } },
      }),
      pod('ended', { status: { phase: 'Succeeded' } }),
      pod('other', {
        spec: { volumes: [{ persistentVolumeClaim: { claimName: 'x' } }] },
      }),
      pod('none', { spec: {} }),
    ];
    expect(toClaimFacts(claim(['ReadWriteOncePod']), { pods })).toMatchObject({
      name: 'weights',
      mountedBy: [
        { pod: 'a', node: 'n1' },
        { pod: 'b', node: 'n1', modelId: 'm' },
      ],
    });
  });

  it.each([
    [['ReadWriteOncePod'], true],
    [['ReadWriteOnce'], true],
    [['ReadWriteOnce', 'ReadWriteMany'], false],
    [['ReadOnlyMany'], false],
    [[], false],
  ])('of %j it matters who mounts it: %s', (modes, limited) => {
    expect(isLimited(claim(modes))).toBe(limited);
  });
});

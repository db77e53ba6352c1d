import { toStorageClass } from '../../cluster/observe/reading/toStorageClass';
import { buildNode } from './__testUtils__/buildNode';
import { assessFit } from './assessFit';
import { judgeClass } from './judgeClass';

const ZONE = 'topology.kubernetes.io/zone';
const nodes = ['z1', 'z2'].map(zone =>
  buildNode(zone, { labels: { [ZONE]: zone }, allocatable: { cpu: 1 } }),
);
const judge = (more: object) =>
  judgeClass(
    { claimName: 'm', storageClass: 'gp3' },
    {
      nodes,
      storageClasses: [
        toStorageClass({
          metadata: { name: 'gp3' },
          provisioner: 'ebs.csi.aws.com',
          volumeBindingMode: 'WaitForFirstConsumer',
          ...more,
        } as never),
      ],
    },
  );

describe('judgeClass', () => {
  it('keeps replicas to where volumes of the class can be', () => {
    const { volumes, warnings } = judge({
      allowedTopologies: [
        { matchLabelExpressions: [{ key: ZONE, values: ['z2', 'z3'] }] },
      ],
    });
    expect(warnings).toEqual([]);
    const replica = { requests: { cpu: 1 }, volumes };
    expect(assessFit({ nodes, replicas: 1, replica })).toMatchObject({
      fittingReplicas: 1,
      bestNodes: [{ node: 'z2' }, { node: 'z1', replicas: 0 }],
    });
  });

  it.each([
    [{}, []],
    [{ volumeBindingMode: 'Immediate' }, ['VolumeBeforePod']],
    [{ volumeBindingMode: 'Immediate', provisioner: 'nfs.csi.k8s.io' }, []],
  ])('of %j warns of %j', (more, codes) => {
    const { volumes, warnings } = judge(more);
    expect(volumes).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });
});

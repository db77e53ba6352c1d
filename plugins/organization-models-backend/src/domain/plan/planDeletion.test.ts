import type { AppliedObject } from '../facts/Observation';
import { planDeletion } from './planDeletion';

const applied = (kind: string, name: string) =>
  ({ kind, name, uid: `${kind}-uid` } as AppliedObject);

const model = {
  id: 'mdl_1',
  generation: 3,
  applied: [applied('Deployment', 'a'), applied('PersistentVolumeClaim', 'a')],
};

describe('planDeletion', () => {
  it('names all that goes', () => {
    expect(planDeletion(model).objects).toEqual([
      { kind: 'Deployment', name: 'a', action: 'delete', diff: [] },
      { kind: 'PersistentVolumeClaim', name: 'a', action: 'delete', diff: [] },
    ]);
  });

  it('is the same plan in whatever order, and another for more or later', () => {
    const { planHash } = planDeletion(model);
    const [deployment, claim] = model.applied;
    const hashOf = (other: object) =>
      planDeletion({ ...model, ...other }).planHash;
    expect(hashOf({ applied: [claim, deployment] })).toBe(planHash);
    expect(hashOf({ applied: [deployment] })).not.toBe(planHash);
    expect(hashOf({ generation: 4 })).not.toBe(planHash);
    expect(hashOf({ id: 'mdl_2' })).not.toBe(planHash);
  });
});

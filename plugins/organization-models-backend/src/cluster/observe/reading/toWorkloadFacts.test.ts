import {
  FOREIGN_LABELS,
  OWNER_ANNOTATIONS,
} from '../../../domain/ownership/ownership';
import { toWorkloadFacts } from './toWorkloadFacts';

describe('toWorkloadFacts', () => {
  it.each([
    ['group:default/acme', 'group:default/acme'],
    ['Group:team.a/ml_research-2', 'Group:team.a/ml_research-2'],
    ['hf_somebodysToken', undefined],
    ['group:default/acme hf_somebodysToken', undefined],
    ['', undefined],
  ])('takes %j for the organization %s', (annotation, organization) => {
    const facts = toWorkloadFacts('Deployment', {
      metadata: {
        name: 'a',
        namespace: 'models',
        uid: 'uid-a',
        resourceVersion: '1',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: { [FOREIGN_LABELS.name]: 'a' },
        annotations: { [OWNER_ANNOTATIONS.organization]: annotation },
      },
    });
    expect(facts).toMatchObject({ name: 'a', namespace: 'models' });
    expect(facts?.organization).toBe(organization);
  });
});

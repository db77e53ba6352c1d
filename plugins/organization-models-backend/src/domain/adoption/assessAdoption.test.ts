import { assessAdoption } from './assessAdoption';
import type { LiveWorkload } from './LiveWorkload';

const PREFIX = 'organization-models.backstage.io';
const ACME = 'group:default/acme';

function workloadOf(metadata: Partial<LiveWorkload['metadata']>): LiveWorkload {
  return {
    metadata: {
      name: 'a',
      namespace: 'models',
      uid: '1',
      labels: {},
      annotations: {},
      deleting: false,
      ...metadata,
    },
    spec: {},
  };
}

const WAS_OWN = { annotations: { [`${PREFIX}/organization-ref`]: ACME } };
const OF_OTHER = { labels: { [`${PREFIX}/installation-id`]: 'other' } };

const MEMBER = {
  installationId: 'here',
  organizationId: ACME,
  isAdministrator: false,
  ownsNamespace: false,
  fromInstallation: undefined,
};
const ADMINISTRATOR = { ...MEMBER, isAdministrator: true };

type Question = Parameters<typeof assessAdoption>[1];

describe('assessAdoption', () => {
  it.each<[string, Partial<LiveWorkload['metadata']>, Question, string]>([
    ['of nobody, by a member', {}, MEMBER, 'Forbidden'],
    ['of nobody, by an administrator', {}, ADMINISTRATOR, 'possible'],
    [
      "in the organization's namespace",
      {},
      { ...MEMBER, ownsNamespace: true },
      'possible',
    ],
    ['that was its own', WAS_OWN, MEMBER, 'possible'],
    [
      "that was another organization's",
      { annotations: { [`${PREFIX}/organization-ref`]: 'group:default/b' } },
      MEMBER,
      'Forbidden',
    ],
    [
      'of another installation, by a member',
      { ...WAS_OWN, ...OF_OTHER },
      { ...MEMBER, ownsNamespace: true, fromInstallation: 'other' },
      'Forbidden',
    ],
    [
      'of another installation that may be alive',
      OF_OTHER,
      ADMINISTRATOR,
      'OtherInstallation',
    ],
    [
      'of another installation that is said to be gone',
      OF_OTHER,
      { ...ADMINISTRATOR, fromInstallation: 'other' },
      'possible',
    ],
    [
      'of the cluster itself',
      { namespace: 'kube-system' },
      ADMINISTRATOR,
      'SystemWorkload',
    ],
    ['that is being deleted', { deleting: true }, ADMINISTRATOR, 'Deleting'],
    [
      'that a controller makes',
      { controller: { kind: 'StormService', name: 'x' } },
      ADMINISTRATOR,
      'OtherManager',
    ],
    [
      'that Flux keeps',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } },
      ADMINISTRATOR,
      'OtherManager',
    ],
  ])('a workload %s', (_, metadata, question, expected) => {
    const verdict = assessAdoption(workloadOf(metadata), question);
    expect(
      verdict.outcome === 'refused' ? verdict.refusal.reason : verdict.outcome,
    ).toBe(expected);
  });

  it('warns of what Helm made', () => {
    const annotations = { 'meta.helm.sh/release-name': 'llm' };
    expect(assessAdoption(workloadOf({ annotations }), ADMINISTRATOR)).toEqual({
      outcome: 'possible',
      warnings: [
        {
          code: 'OtherManager',
          message: expect.stringContaining('Helm (llm)'),
        },
      ],
    });
  });
});

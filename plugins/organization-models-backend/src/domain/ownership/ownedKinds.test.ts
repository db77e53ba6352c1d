import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { OWNED_KINDS, REMOVAL_STAGES } from './ownedKinds';

type Right = {
  level: string;
  apiGroups: string[];
  resources: string[];
  verbs: string[];
};

const CHART = join(__dirname, '../../../../../charts/organization-models');
const { rules }: { rules: Right[] } = parse(
  readFileSync(join(CHART, 'files/rbac.yaml'), 'utf8'),
);

describe('OWNED_KINDS', () => {
  it.each(OWNED_KINDS.map(kind => [kind.kind, kind] as const))(
    'has the rights on a %s that its watch, its writes and its deletion need',
    (_, { apiVersion, plural }) => {
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      const verbs = rules
        .filter(
          ({ apiGroups, resources }) =>
            apiGroups.includes(group) && resources.includes(plural),
        )
        .flatMap(rule => rule.verbs);
      expect(verbs).toEqual(
        expect.arrayContaining([
          'list',
          'watch',
          'get',
          'create',
          'patch',
          'delete',
        ]),
      );
    },
  );

  it('is removed by a stage each, none of which is empty', () => {
    expect(
      [...new Set(OWNED_KINDS.map(({ removed }) => removed))].sort(),
    ).toEqual([...REMOVAL_STAGES].sort());
  });
});

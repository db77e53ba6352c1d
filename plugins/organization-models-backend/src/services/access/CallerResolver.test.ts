import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { CallerResolver } from './CallerResolver';

type Options = Partial<
  Omit<
    ConstructorParameters<typeof CallerResolver>[0]['organization'],
    'externalSubjects'
  >
> & {
  choices?: string[];
  externalSubjects?: Record<string, string[]>;
};

function createCallers({ choices = [], externalSubjects, ...rules }: Options) {
  return new CallerResolver({
    auth: mockServices.auth(),
    userInfo: mockServices.userInfo({
      ownershipEntityRefs: ['group:default/platform-team'],
    }),
    resolver: { resolveOrganizations: async () => choices },
    administrators: ['group:default/platform-team'],
    organization: {
      mode: 'catalog',
      single: undefined,
      groupTypes: ['organization', 'company'],
      externalSubjects: new Map(Object.entries(externalSubjects ?? {})),
      ...rules,
    },
  });
}

const USER = mockCredentials.user('user:default/u');
const ACME = 'group:default/acme';
const GLOBEX = 'group:default/globex';

describe('CallerResolver', () => {
  it.each<[string, Options, string | undefined, string]>([
    ['the only organization', { choices: [ACME] }, undefined, ACME],
    ['the named one of several', { choices: [ACME, GLOBEX] }, 'globex', GLOBEX],
    ['it in any spelling', { choices: [ACME] }, 'Group:Default/ACME', ACME],
    [
      'the one of the portal',
      { mode: 'single', single: ACME },
      undefined,
      ACME,
    ],
    ['all, for an administrator', { choices: [ACME] }, '*', '*'],
  ])('takes %s', async (_, options, wanted, organizationId) => {
    const caller = await createCallers(options).resolve(USER, wanted);
    expect(caller).toMatchObject({ subject: 'user:default/u', organizationId });
  });

  it.each<[string, Options, string | undefined, number, RegExp]>([
    [
      'several without a choice',
      { choices: [ACME, GLOBEX] },
      undefined,
      400,
      /name one of group:default\/acme, group:default\/globex/,
    ],
    ['none', {}, undefined, 403, /is of type organization or company$/],
    ["another's", { choices: [ACME] }, 'globex', 403, /not an organization of/],
    [
      'one that is not',
      { choices: [ACME] },
      'no',
      403,
      /not an organization of/,
    ],
    ['an empty header', { choices: [ACME] }, '', 400, /X-Organization must be/],
    ['no ref', { choices: [ACME] }, 'group:', 400, /X-Organization must be/],
    ['control characters', {}, 'ac\u009bme', 400, /X-Organization must be/],
    ['a huge header', {}, 'a'.repeat(5_000), 400, /X-Organization must be/],
  ])('refuses %s', async (_, options, wanted, status, message) => {
    const refused = createCallers(options).resolve(USER, wanted);
    await expect(refused).rejects.toMatchObject({
      ...(status === 400 ? { statusCode: 400 } : { name: 'NotAllowedError' }),
      message: expect.stringMatching(message),
    });
  });

  it('knows through whom a user asks', async () => {
    const credentials = mockCredentials.user('user:default/u', {
      actor: { subject: 'plugin:mcp-actions' },
    });
    const callers = createCallers({ choices: [ACME] });
    expect(await callers.resolve(credentials, undefined)).toMatchObject({
      subject: 'user:default/u',
      via: 'plugin:mcp-actions',
    });
  });

  it.each<[string, Options, string | undefined, string[]]>([
    ['all of several', { choices: [ACME, GLOBEX] }, undefined, [ACME, GLOBEX]],
    ['none', {}, undefined, []],
    ['the one of the portal', { mode: 'single', single: ACME }, 'acme', [ACME]],
  ])('lists, of an administrator, %s', async (_, options, wanted, expected) => {
    const choices = await createCallers(options).listChoices(USER, wanted);
    expect(choices).toEqual({ organizations: expected, reads_all: true });
  });

  it('lists what a service may name, and no more', async () => {
    const callers = createCallers({
      externalSubjects: { ci: [ACME, GLOBEX], all: ['*'] },
    });
    const list = (subject: string, wanted?: string) =>
      callers.listChoices(mockCredentials.service(subject), wanted);
    expect(await list('ci')).toEqual({
      organizations: [ACME, GLOBEX],
      reads_all: false,
    });
    expect(await list('all', '*')).toEqual({
      organizations: [],
      reads_all: true,
    });
    for (const refused of [list('ci', 'no'), list('ci', '*'), list('x')]) {
      await expect(refused).rejects.toMatchObject({ name: 'NotAllowedError' });
    }
  });

  describe('for services', () => {
    const externalSubjects = { ci: [ACME, GLOBEX], one: [ACME], all: ['*'] };
    const callers = createCallers({ externalSubjects });
    const resolve = (subject: string, wanted?: string) =>
      callers.resolve(mockCredentials.service(subject), wanted);

    it('lets them name what config lists', async () => {
      expect(await resolve('ci', 'globex')).toMatchObject({
        subject: 'ci',
        organizationId: GLOBEX,
      });
      expect(await resolve('one')).toMatchObject({ organizationId: ACME });
      await expect(resolve('ci')).rejects.toThrow(/name one of/);
    });

    it.each([
      ['stranger', undefined],
      ['stranger', 'acme'],
      ['one', 'globex'],
      ['one', '*'],
      ['all', 'acme'],
      ['plugin:scaffolder', '*'],
    ])('denies %s naming %s', async (subject, wanted) => {
      await expect(resolve(subject, wanted)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
    });

    it.each(['all', 'plugin:catalog', 'plugin:search'])(
      'lets %s read all',
      async subject => {
        expect(await resolve(subject, '*')).toMatchObject({
          organizationId: '*',
        });
      },
    );
  });
});

import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  type CallerOrganizations,
  maskSecretText,
  ORGANIZATION_HEADER,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { OrganizationResolver } from '@orgmodels/backstage-plugin-organization-models-node';
import { type Caller, EVERY_ORGANIZATION } from './Caller';
import { invalidRequest, ModelApiError } from '../errors';
import { toOrganizationRef } from './organizationRef';

/** Refs are in their one form: `group:default/acme`. */
type OrganizationRules = {
  mode: 'catalog' | 'single';
  single: string | undefined;
  groupTypes: string[];
  externalSubjects: Map<string, string[]>;
};

/** Backstage's own plugins which show models of all organizations. */
const READ_ALL_SUBJECTS = ['plugin:catalog', 'plugin:search'];

/** Finds out who asks, and for which organization. */
export class CallerResolver {
  constructor(
    private readonly options: {
      auth: AuthService;
      resolver: OrganizationResolver;
      userInfo: UserInfoService;
      organization: OrganizationRules;
      /** Entity refs of who may read all organizations. */
      administrators: string[];
    },
  ) {}

  /**
   * @param wanted - the header `X-Organization`, a ref or a bare name
   * @param options - `administratorsChoose`: the portal's administrators may
   * name an organization that is not theirs; `evenGone`: also one that is no
   * more
   * @throws `NotAllowedError` when the organization is not the caller's; the
   * words are the same whether it exists or not
   */
  async resolve(
    credentials: BackstageCredentials,
    wanted: string | undefined,
    options: { administratorsChoose?: boolean; evenGone?: boolean } = {},
  ): Promise<Caller> {
    const subject = this.#subjectOf(credentials);
    const via = this.#serviceBehind(credentials);
    const caller = { credentials, subject, ...(via ? { via } : {}) };
    if (wanted === EVERY_ORGANIZATION) {
      await this.#requireAll(credentials, subject);
      return { ...caller, organizationId: EVERY_ORGANIZATION };
    }
    const named = wanted === undefined ? undefined : parseHeader(wanted);
    const choices = [
      ...(await this.#choicesOf(credentials, subject)),
      ...(named && options.administratorsChoose
        ? await this.#chooseAny(credentials, named, options)
        : []),
    ];
    const organizationId = named
      ? this.#choose(choices, named)
      : this.#imply(choices, subject);
    return { ...caller, organizationId };
  }

  /**
   * All that a caller may choose from.
   *
   * @param wanted - is held against them, as everywhere
   * @throws `NotAllowedError` when there is nothing to choose
   */
  async listChoices(
    credentials: BackstageCredentials,
    wanted: string | undefined,
  ): Promise<CallerOrganizations> {
    const subject = this.#subjectOf(credentials);
    const organizations = await this.#choicesOf(credentials, subject);
    const readsAll = await this.#mayReadAll(credentials, subject);
    if (wanted === EVERY_ORGANIZATION) {
      await this.#requireAll(credentials, subject);
    } else if (wanted !== undefined) {
      this.#choose(organizations, parseHeader(wanted));
    } else if (organizations.length === 0 && !readsAll) {
      this.#imply(organizations, subject);
    }
    return { organizations, reads_all: readsAll };
  }

  /** @throws `NotAllowedError` unless an administrator of the portal asks */
  async requireAdministrator(credentials: BackstageCredentials, what: string) {
    if (!(await this.isAdministrator(credentials))) {
      throw new NotAllowedError(`${what} is for administrators of the portal`);
    }
  }

  /** Whether an administrator of the portal asks. */
  async isAdministrator(credentials: BackstageCredentials): Promise<boolean> {
    const { auth, administrators, userInfo } = this.options;
    if (!auth.isPrincipal(credentials, 'user')) {
      return false;
    }
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    return ownershipEntityRefs.some(ref => administrators.includes(ref));
  }

  /**
   * An organization that a body names.
   *
   * @returns its ref
   * @throws a refusal when there is none of that name
   */
  async parseOrganization(text: string, field: string): Promise<string> {
    const { resolver, organization } = this.options;
    const ref = toOrganizationRef(text);
    const exists =
      ref !== undefined &&
      (organization.mode === 'single'
        ? ref === organization.single
        : (await resolver.isOrganization?.(ref)) ?? true);
    if (!exists) {
      throw invalidRequest([
        {
          field,
          message: `must be an organization: ${maskSecretText(text)} is none`,
        },
      ]);
    }
    return ref;
  }

  #subjectOf(credentials: BackstageCredentials): string {
    const { auth } = this.options;
    if (auth.isPrincipal(credentials, 'user')) {
      return credentials.principal.userEntityRef;
    }
    if (auth.isPrincipal(credentials, 'service')) {
      return credentials.principal.subject;
    }
    throw new NotAllowedError('A user or a service has to sign in');
  }

  // Whoever signed in may be spoken for, by an agent of theirs for instance
  #serviceBehind(credentials: BackstageCredentials): string | undefined {
    return this.options.auth.isPrincipal(credentials, 'user')
      ? credentials.principal.actor?.subject
      : undefined;
  }

  async #choicesOf(credentials: BackstageCredentials, subject: string) {
    const { auth, resolver, organization } = this.options;
    if (!auth.isPrincipal(credentials, 'user')) {
      const refs = organization.externalSubjects.get(subject) ?? [];
      return refs.filter(ref => ref !== EVERY_ORGANIZATION);
    }
    return organization.mode === 'single'
      ? [organization.single!]
      : resolver.resolveOrganizations(credentials);
  }

  // To others, whether there is such an organization is not told
  async #chooseAny(
    credentials: BackstageCredentials,
    ref: string,
    { evenGone = false }: { evenGone?: boolean },
  ) {
    if (!(await this.isAdministrator(credentials))) {
      return [];
    }
    const { resolver, organization } = this.options;
    const exists =
      organization.mode === 'single'
        ? ref === organization.single
        : (await resolver.isOrganization?.(ref)) ?? true;
    if (!exists && !evenGone) {
      throw invalidHeader(`names ${ref}, which is no organization`);
    }
    return [ref];
  }

  async #requireAll(credentials: BackstageCredentials, subject: string) {
    if (!(await this.#mayReadAll(credentials, subject))) {
      throw new NotAllowedError(
        'Reading all organizations is for administrators of the portal',
      );
    }
  }

  async #mayReadAll(credentials: BackstageCredentials, subject: string) {
    const { externalSubjects } = this.options.organization;
    return (
      READ_ALL_SUBJECTS.includes(subject) ||
      externalSubjects.get(subject)?.includes(EVERY_ORGANIZATION) ||
      this.isAdministrator(credentials)
    );
  }

  #choose(choices: string[], wanted: string): string {
    if (!choices.includes(wanted)) {
      throw new NotAllowedError(
        `${maskSecretText(wanted)} is not an organization of yours`,
      );
    }
    return wanted;
  }

  #imply(choices: string[], subject: string): string {
    if (choices.length === 1) {
      return choices[0];
    }
    if (choices.length > 1) {
      throw new ModelApiError('InputError', {
        statusCode: 400,
        code: 'OrganizationNeeded',
        message: `You belong to several organizations: name one of ${choices.join(
          ', ',
        )} in the header X-Organization`,
        details: { choices },
      });
    }
    const types = this.options.organization.groupTypes.join(' or ');
    throw new NotAllowedError(
      subject.startsWith('user:')
        ? `You belong to no organization: none of your groups, nor of those above them, is of type ${types}`
        : `${subject} may act for no organization: organizationModels.organization.externalSubjects does not name it`,
    );
  }
}

function parseHeader(text: string): string {
  const ref = ORGANIZATION_HEADER.test(text)
    ? toOrganizationRef(text)
    : undefined;
  if (ref === undefined) {
    throw invalidHeader('must be the ref or name of a group');
  }
  return ref;
}

function invalidHeader(message: string): ModelApiError {
  return invalidRequest([{ field: 'X-Organization', message }]);
}

import {
  type AuthService,
  type BackstageCredentials,
  coreServices,
  createServiceFactory,
  createServiceRef,
  type DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  type CallerOrganizations,
  type CreateBody,
  type ListQuery,
  type Model,
  type ModelList,
  OrganizationModelsClient,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** On whose behalf a call is made, and for which organization. @public */
export type ServiceCallOptions = {
  credentials: BackstageCredentials;
  /** A ref, a bare name, or `*` for all, where the caller may read all. */
  organization?: string;
  signal?: AbortSignal;
};

/**
 * The REST API for other plugins' backends and modules.
 *
 * @public
 */
export interface OrganizationModelsService {
  /** @throws `ResponseError` with 403 when the caller has none */
  getOrganizations(options: ServiceCallOptions): Promise<CallerOrganizations>;
  listModels(query: ListQuery, options: ServiceCallOptions): Promise<ModelList>;
  /** @returns `undefined` when there is none that the caller may see */
  getModel(id: string, options: ServiceCallOptions): Promise<Model | undefined>;
  /** @param options - `idempotencyKey`: makes calling again harmless */
  createModel(
    body: CreateBody,
    options: ServiceCallOptions & { idempotencyKey: string },
  ): Promise<Model>;
}

class HttpOrganizationModelsService implements OrganizationModelsService {
  readonly #auth: AuthService;
  readonly #client: OrganizationModelsClient;

  constructor(options: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = options.auth;
    this.#client = new OrganizationModelsClient({
      discoveryApi: options.discovery,
    });
  }

  async getOrganizations(options: ServiceCallOptions) {
    return this.#client.getOrganizations(await this.#callOptions(options));
  }

  async listModels(query: ListQuery, options: ServiceCallOptions) {
    return this.#client.listModels(query, await this.#callOptions(options));
  }

  async getModel(id: string, options: ServiceCallOptions) {
    try {
      return await this.#client.getModel(id, await this.#callOptions(options));
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async createModel(
    body: CreateBody,
    options: ServiceCallOptions & { idempotencyKey: string },
  ) {
    return this.#client.createModel(body, await this.#callOptions(options));
  }

  async #callOptions<T extends ServiceCallOptions>({
    credentials,
    ...others
  }: T) {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'organization-models',
    });
    return { ...others, token };
  }
}

/** @public */
export const organizationModelsServiceRef =
  createServiceRef<OrganizationModelsService>({
    id: 'organization-models.client',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: { auth: coreServices.auth, discovery: coreServices.discovery },
        factory: deps => new HttpOrganizationModelsService(deps),
      }),
  });

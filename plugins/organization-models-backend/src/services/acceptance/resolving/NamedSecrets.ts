import {
  explainUnusable,
  isUsable,
  type NamedSecret,
} from '../../../domain/desired/sharedSecret';
import {
  TOKEN_KEY,
  tokenSecretName,
} from '../../../domain/desired/organizationToken';
import type { StoredSpec } from '../../../domain/facts/ResolvedModel';
import type { ClusterGateway } from '../ClusterGateway';
import { invalidRequest } from '../../errors';

/** A Secret as a container refers to it. */
export type SecretReference = { secretName: string; key: string };

/** The Secrets that specs name, and whether they may. */
export class NamedSecrets {
  constructor(
    private readonly options: {
      installationId: string;
      gateway: ClusterGateway;
    },
  ) {}

  /**
   * Finds a token of the organization by its name, else a Secret. The former
   * have one key, so another one can only be meant of a Secret.
   *
   * @returns `undefined` when the spec names no Secret
   * @throws a refusal when the organization's models may not use it
   */
  async find(
    { deployment_config }: StoredSpec,
    where: Omit<NamedSecret, 'name'>,
  ): Promise<SecretReference | undefined> {
    const named = deployment_config?.hugging_face_token_secret;
    if (!named) {
      return undefined;
    }
    const { name, key = TOKEN_KEY } = named;
    const { installationId } = this.options;
    const ofOrganization = tokenSecretName({ ...where, installationId }, name);
    const candidates = key === TOKEN_KEY ? [ofOrganization, name] : [name];
    for (const secretName of candidates) {
      if (await this.#isUsable(secretName, where)) {
        return { secretName, key };
      }
    }
    throw invalidRequest([
      {
        field: 'deployment_config.hugging_face_token_secret.name',
        message: explainUnusable({ ...where, name }),
      },
    ]);
  }

  async #isUsable(
    name: string,
    where: Omit<NamedSecret, 'name'>,
  ): Promise<boolean> {
    const { cluster, namespace } = where;
    const labels = await this.options.gateway.readSecretLabels(cluster, {
      namespace,
      name,
    });
    return isUsable(labels, where);
  }
}

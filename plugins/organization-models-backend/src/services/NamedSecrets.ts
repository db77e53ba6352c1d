import {
  explainUnusable,
  isUsable,
  type NamedSecret,
} from '../domain/desired/sharedSecret';
import type { StoredSpec } from '../domain/facts/ResolvedModel';
import type { ClusterGateway } from './ClusterGateway';
import { invalidRequest } from './errors';

/** A Secret as a container refers to it. */
export type SecretReference = { secretName: string; key: string };

/** The Secrets that specs name, and whether they may. */
export class NamedSecrets {
  constructor(private readonly gateway: ClusterGateway) {}

  /**
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
    const secret = { ...where, name: named.name };
    const labels = await this.gateway.readSecretLabels(where.cluster, secret);
    if (!isUsable(labels, where)) {
      throw invalidRequest([
        {
          field: 'deployment_config.hugging_face_token_secret.name',
          message: explainUnusable(secret),
        },
      ]);
    }
    return { secretName: named.name, key: named.key ?? 'token' };
  }
}

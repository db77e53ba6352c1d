import type { V1EnvVar } from '@kubernetes/client-node';
import { HIDDEN_GPUS, isDeviceVariable } from '../../gpus/vendors/knownVendors';
import type { Build } from '../buildMetadata';
import {
  CA_BUNDLE_PATH,
  CLAIM_PATH,
  HOME_PATH,
  mountsClaim,
} from './buildVolumes';
import { weightsOf } from './weightsOf';

/** OpenSSL, httpx and Rust read the first, requests the second. */
export const CA_VARIABLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE'];

/**
 * Variables of the engine's container, by name once: what the engine likes,
 * then what the cluster's config says, then what the user says, as far as the
 * policy let it; where files are, which GPUs there are and the token are not
 * for users to say, whatever was accepted.
 */
export function buildEnvironment(build: Build): V1EnvVar[] {
  const { podSettings, spec } = build.context;
  const byName = new Map<string, V1EnvVar>();
  for (const variable of [
    ...ownVariables(build),
    ...podSettings.env,
    ...(spec.deployment_config?.extra_env ?? []).filter(
      ({ name }) => !isDeviceVariable(name),
    ),
    ...lastWords(build),
  ]) {
    byName.set(variable.name, variable);
  }
  return [...byName.values()];
}

// Config may differ from us in these, and users from neither
function lastWords({ context, runtime }: Build): V1EnvVar[] {
  const { env } = context.podSettings;
  const ours = ownVariables({ context, runtime }).filter(
    ({ name }) => !runtime.environment.some(other => other.name === name),
  );
  return [
    ...ours.map(
      variable => env.find(({ name }) => name === variable.name) ?? variable,
    ),
    ...hubVariables({ context, runtime }),
  ];
}

// an engine whose files are all there asks nobody, and has no use for a token
function hubVariables(build: Build): V1EnvVar[] {
  return weightsOf(build.context)?.offline
    ? [{ name: 'HF_HUB_OFFLINE', value: '1' }]
    : tokenVariables(build);
}

function ownVariables({ context, runtime }: Build): V1EnvVar[] {
  return [
    { name: 'HOME', value: HOME_PATH },
    // PyTorch asks for the user's name, and older images know no user 2000
    { name: 'USER', value: runtime.name },
    ...(mountsClaim(context.resolved)
      ? [{ name: 'HF_HOME', value: `${CLAIM_PATH}/huggingface` }]
      : []),
    ...runtime.environment,
    ...(context.resolved.gpu ? [] : HIDDEN_GPUS),
    ...(context.podSettings.caBundleConfigMap ? caVariables() : []),
  ];
}

function caVariables(): V1EnvVar[] {
  return CA_VARIABLES.map(name => ({
    name,
    value: `${CA_BUNDLE_PATH}/ca.crt`,
  }));
}

/** What opens the hub to the container. */
export function tokenVariables({ context }: Build): V1EnvVar[] {
  const { token } = context.resolved;
  if (token.kind === 'none') {
    return [];
  }
  const secretKeyRef = { name: token.secretName, key: token.key };
  return [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef } }];
}

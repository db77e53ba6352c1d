/*
 * A stand-in of the kubelet's look at the Secrets a pod names, which KWOK does not take.
 */
import { V1Container, V1Pod, V1Secret } from '@kubernetes/client-node';

/** What keeps the pod from starting, as the scenario that plays it and the kubelet's own words. */
export interface MissingSecret {
  readonly scenario: 'secret-missing' | 'volume-secret-missing';
  readonly message: string;
}

type FindSecret = (name: string) => V1Secret | undefined;

/** Finds the first Secret (or key) that is named, not optional, and not there. Volumes come before containers. */
export function findMissingSecret(
  { metadata, spec }: V1Pod,
  findSecret: FindSecret,
): MissingSecret | undefined {
  for (const { secret } of spec?.volumes ?? []) {
    if (secret?.secretName && !secret.optional) {
      if (!findSecret(secret.secretName)) {
        return {
          scenario: 'volume-secret-missing',
          message: `secret "${secret.secretName}" not found`,
        };
      }
    }
  }
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
  ];
  for (const container of containers) {
    const message = findInContainer(container, {
      findSecret,
      namespace: metadata?.namespace ?? '',
    });
    if (message) {
      return { scenario: 'secret-missing', message };
    }
  }
  return undefined;
}

function findInContainer(
  { env = [], envFrom = [] }: V1Container,
  { findSecret, namespace }: { findSecret: FindSecret; namespace: string },
): string | undefined {
  for (const { secretRef } of envFrom) {
    if (secretRef?.name && !secretRef.optional && !findSecret(secretRef.name)) {
      return `secret "${secretRef.name}" not found`;
    }
  }
  for (const { valueFrom } of env) {
    const ref = valueFrom?.secretKeyRef;
    if (!ref?.name || ref.optional) {
      continue;
    }
    const secret = findSecret(ref.name);
    if (!secret) {
      return `secret "${ref.name}" not found`;
    }
    if (secret.data?.[ref.key] === undefined) {
      return `couldn't find key ${ref.key} in Secret ${namespace}/${ref.name}`;
    }
  }
  return undefined;
}

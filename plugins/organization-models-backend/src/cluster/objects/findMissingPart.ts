import { COMPONENTS } from '../../domain/readiness/components';
import { REASONS } from '../../domain/reasons/catalogue';
import type { ClusterRequestError } from '../connection/errors';

export type MissingPart = {
  code: 'MissingCrd' | 'NamespaceMissing';
  message: string;
};

/** What the cluster does not have, where an apply was answered with 404. */
export function findMissingPart(
  { status, reason, message }: ClusterRequestError,
  { kind, apiVersion }: { kind: string; apiVersion?: string },
): MissingPart | undefined {
  if (status !== 404) {
    return undefined;
  }
  const namespace = /^namespaces "(.*)" not found/.exec(message)?.[1];
  if (namespace) {
    return {
      code: 'NamespaceMissing',
      message: `The namespace ${namespace} does not exist. ${REASONS.NamespaceMissing.hint}`,
    };
  }
  // A path that is not served is answered in plain text, or by a status that
  // names no object
  if (reason === 'NotFound' && !/could not find the requested/.test(message)) {
    return undefined;
  }
  return { code: 'MissingCrd', message: describeMissing(kind, apiVersion) };
}

function describeMissing(kind: string, apiVersion: string = ''): string {
  const [group] = apiVersion.split('/');
  const crd = `${kind.toLowerCase()}s.${group}`;
  for (const { customResources, title, install } of COMPONENTS) {
    if (customResources.includes(crd)) {
      return `The cluster does not serve ${kind} (${crd}). To install ${title}, ${install}.`;
    }
  }
  const served = [kind, apiVersion].filter(Boolean).join(' ');
  return `The cluster does not serve ${served}. ${REASONS.MissingCrd.hint}`;
}

import { createHash } from 'node:crypto';

/** Where a cluster's models are deployed. */
export type NamespaceConfig = {
  /** That of all models, or the beginning of each organization's own. */
  namespace: string;
  namespaces: 'shared' | 'perOrganization';
};

const LONGEST = 63;
const HASH_LENGTH = 10;
const LIKE_A_HASH = /(^|-)[0-9a-f]{10}$/;

/** The namespace of an organization's new models. */
export function namespaceOf(
  organizationId: string,
  { namespace, namespaces }: NamespaceConfig,
): string {
  return namespaces === 'shared'
    ? namespace
    : organizationNamespace(organizationId, namespace);
}

/**
 * `group:default/acme` after `models` is `models-acme`. A ref that had to be cut
 * or changed gets a hash of the whole, and so does a name that ends like one:
 * no two organizations share a namespace.
 */
function organizationNamespace(ref: string, prefix: string): string {
  const [, name] = /^group:default\/(.*)$/.exec(ref) ?? [];
  if (name && isExact(`${prefix}-${name}`)) {
    return `${prefix}-${name}`;
  }
  const readable = ref
    .toLocaleLowerCase('en-US')
    .replace(/^group:(default\/)?/, '')
    .replace(/[^a-z0-9]+/g, '-');
  const hash = createHash('sha256').update(ref).digest('hex');
  const start = `${prefix}-${readable}`.slice(0, LONGEST - HASH_LENGTH - 1);
  return `${start.replace(/-+$/, '')}-${hash.slice(0, HASH_LENGTH)}`;
}

function isExact(name: string): boolean {
  return (
    name.length <= LONGEST &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) &&
    !LIKE_A_HASH.test(name)
  );
}

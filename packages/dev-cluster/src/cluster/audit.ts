import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What somebody asked of the API server. */
export interface AuditedRequest {
  verb: string;
  apiGroup: string;
  /** With its subresource, as in a role: `pods/log`. */
  resource: string;
  namespace: string;
  isAllowed: boolean;
}

/** Writes the policy that keeps one user's requests, and nothing of others. */
export async function prepareAudit(
  directory: string,
  { user }: { user: string },
): Promise<{ policy: string; log: string }> {
  const policy = path.join(directory, 'audit-policy.json');
  const rules = [
    { level: 'Metadata', users: [user], omitStages: ['RequestReceived'] },
    { level: 'None' },
  ];
  const document = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules };
  await writeFile(policy, JSON.stringify(document));
  return { policy, log: logFile(directory) };
}

/** What the audited user of a cluster has asked so far; discovery and other paths that are no resources are left out. */
export async function readAudit(cluster: {
  directory: string;
}): Promise<AuditedRequest[]> {
  const lines = (await readFile(logFile(cluster.directory), 'utf8')).split(
    '\n',
  );
  return lines
    .filter(Boolean)
    .map(line => JSON.parse(line))
    .filter(({ objectRef }) => objectRef)
    .map(({ verb, objectRef, annotations }) => ({
      verb,
      apiGroup: objectRef.apiGroup ?? '',
      resource: [objectRef.resource, objectRef.subresource]
        .filter(Boolean)
        .join('/'),
      namespace: objectRef.namespace ?? '',
      isAllowed: annotations?.['authorization.k8s.io/decision'] === 'allow',
    }));
}

function logFile(directory: string): string {
  return path.join(directory, 'audit.log');
}

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';

/** Writes an administrator's kubeconfig that needs no other file. */
export async function writeKubeconfig(
  file: string,
  options: { name: string; server: string; pki: string },
): Promise<void> {
  const { name, server, pki } = options;
  const read = (pem: string) => readFile(path.join(pki, pem), 'base64');
  const cluster = {
    server,
    'certificate-authority-data': await read('ca.crt'),
  };
  const user = {
    'client-certificate-data': await read('admin.crt'),
    'client-key-data': await read('admin.key'),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireReachableCluster } from './requireReachableCluster';

const unreachable = `
apiVersion: v1
kind: Config
current-context: nowhere
contexts: [{ name: nowhere, context: { cluster: nowhere, user: nobody } }]
clusters: [{ name: nowhere, cluster: { server: 'https://127.0.0.1:9' } }]
users: [{ name: nobody, user: {} }]
`;

describe('requireReachableCluster', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'kubeconfig-'));
  const kubeconfig = path.join(directory, 'kubeconfig');
  afterAll(() => rmSync(directory, { recursive: true }));

  it('says that the file does not exist', async () => {
    const missing = path.join(directory, 'missing');
    await expect(requireReachableCluster(missing)).rejects.toThrow(
      `There is no kubeconfig file ${missing}: give an existing one`,
    );
  });

  it('says that the file is none', async () => {
    writeFileSync(kubeconfig, '{{');
    await expect(requireReachableCluster(kubeconfig)).rejects.toThrow(
      `The cluster of ${kubeconfig} cannot be used (`,
    );
  });

  it('says which server does not answer', async () => {
    writeFileSync(kubeconfig, unreachable);
    await expect(requireReachableCluster(kubeconfig)).rejects.toThrow(
      /at https:\/\/127\.0\.0\.1:9 cannot be used \(connect ECONNREFUSED/,
    );
  });
});

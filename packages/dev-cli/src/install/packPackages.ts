import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { TestContext } from '../tests/TestPart';
import { runOrFail } from './runOrFail';

/** A package as it would be published. */
export interface PackedPackage {
  /** What its package.json in the archive says. */
  manifest: { name: string; version: string; [field: string]: unknown };
  archive: Buffer;
}

/** Builds and packs every public package of the checkout, as a release does. */
export async function packPackages({
  workspace,
  signal,
}: TestContext): Promise<PackedPackage[]> {
  const { checkout, directory } = workspace;
  const packs = path.join(directory, 'packs');
  mkdirSync(packs, { recursive: true });
  const each = 'yarn workspaces foreach --all --no-private';
  await runOrFail(
    [
      'yarn run tsc',
      `${each} --parallel --jobs 2 run build`,
      `${each} pack --out '${packs}/%s.tgz'`,
    ].join(' && '),
    { cwd: checkout, signal },
  );
  return await Promise.all(
    readdirSync(packs).map(async file => {
      const archive = path.join(packs, file);
      const { stdout } = await runOrFail(
        `tar -xzOf '${archive}' package/package.json`,
        { cwd: checkout, signal },
      );
      return { manifest: JSON.parse(stdout), archive: readFileSync(archive) };
    }),
  );
}

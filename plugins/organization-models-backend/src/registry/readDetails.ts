import { z } from 'zod';
import type { ImageDetails } from '../domain/facts/ImageDetails';
import { RegistryError } from './RegistryError';
import type { RegistrySession } from './RegistrySession';

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

const digest = z.string().regex(/^[a-z0-9]+:[0-9a-f]{32,128}$/);

const index = z.object({
  manifests: z.array(
    z.object({
      digest,
      platform: z
        .object({ os: z.string(), architecture: z.string() })
        .optional(),
    }),
  ),
});
const manifest = z.object({ config: z.object({ digest }) });
const imageConfig = z.object({
  architecture: z.string().optional(),
  config: z
    .object({
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .optional(),
});

/**
 * Reads an image's manifest and config. Of several platforms the first for
 * Linux is read, and all are told.
 *
 * @param reference - tag or digest
 * @throws `RegistryError`
 * @remarks Source: OCI distribution and image specifications.
 */
export async function readDetails(
  session: RegistrySession,
  reference: string,
): Promise<ImageDetails> {
  const readManifest = (of: string) =>
    session.readJson(`manifests/${of}`, [...INDEXES, ...MANIFESTS]);
  const top = await readManifest(reference);
  const list = index.safeParse(top);
  // attestations are listed beside images, for no platform
  const platforms = (list.data?.manifests ?? []).filter(
    ({ platform }) => platform?.os === 'linux',
  );
  const own = list.success
    ? platforms[0] && (await readManifest(platforms[0].digest))
    : top;
  const found = expectShape(manifest, own);
  const config = expectShape(
    imageConfig,
    await session.readJson(`blobs/${found.config.digest}`),
  );
  const architectures = list.success
    ? platforms.map(({ platform }) => platform!.architecture)
    : [config.architecture ?? []].flat();
  return {
    architectures: [...new Set(architectures)],
    environment: toVariables(config.config?.Env ?? []),
    labels: config.config?.Labels ?? {},
  };
}

function expectShape<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    throw new RegistryError(
      'unavailable',
      'The registry answered something that is no image',
    );
  }
  return parsed.data;
}

function toVariables(lines: string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map(line => {
      const [, name = line, value = ''] = /^([^=]+)=(.*)$/s.exec(line) ?? [];
      return [name, value];
    }),
  );
}

import { createHash } from 'node:crypto';

export type Pushed = { mediaType: string; digest: string; size: number };

const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

/** Of the two families of images that there are, what their parts are called. */
const TYPES = {
  oci: {
    index: `${OCI}.index.v1+json`,
    manifest: `${OCI}.manifest.v1+json`,
    config: `${OCI}.config.v1+json`,
    layer: `${OCI}.layer.v1.tar+gzip`,
  },
  docker: {
    index: `${DOCKER}.distribution.manifest.list.v2+json`,
    manifest: `${DOCKER}.distribution.manifest.v2+json`,
    config: `${DOCKER}.container.image.v1+json`,
    layer: `${DOCKER}.image.rootfs.diff.tar.gzip`,
  },
};

/** Puts images into a repository by the distribution protocol, as a build does. */
export class RegistryPusher {
  constructor(
    private readonly options: {
      url: string;
      repository: string;
      authorization?: string;
      family: keyof typeof TYPES;
    },
  ) {}

  async pushImage(config: object, tag?: string): Promise<Pushed> {
    const { config: configType, layer, manifest } = this.#types();
    const body = {
      schemaVersion: 2,
      mediaType: manifest,
      config: await this.#pushBlob(configType, JSON.stringify(config)),
      layers: [await this.#pushBlob(layer, 'nothing that anybody reads')],
    };
    return this.#pushManifest(manifest, body, tag);
  }

  async pushIndex(
    manifests: (Pushed & { platform: object })[],
    tag: string,
  ): Promise<Pushed> {
    const { index } = this.#types();
    const body = { schemaVersion: 2, mediaType: index, manifests };
    return this.#pushManifest(index, body, tag);
  }

  #types() {
    return TYPES[this.options.family];
  }

  async #pushBlob(mediaType: string, content: string): Promise<Pushed> {
    const pushed = describeContent(mediaType, content);
    const begun = await this.#send('POST', this.#path('blobs/uploads/'));
    const place = new URL(begun.headers.get('location')!, this.options.url);
    place.searchParams.set('digest', pushed.digest);
    await this.#send('PUT', place, {
      type: 'application/octet-stream',
      body: content,
    });
    return pushed;
  }

  async #pushManifest(
    type: string,
    manifest: object,
    tag?: string,
  ): Promise<Pushed> {
    const body = JSON.stringify(manifest);
    const pushed = describeContent(type, body);
    const place = this.#path(`manifests/${tag ?? pushed.digest}`);
    await this.#send('PUT', place, { type, body });
    return pushed;
  }

  #path(part: string): URL {
    const { repository, url } = this.options;
    return new URL(`/v2/${repository}/${part}`, url);
  }

  async #send(
    method: string,
    url: URL,
    { type, body }: { type?: string; body?: string } = {},
  ): Promise<Response> {
    const { authorization } = this.options;
    const response = await fetch(url, {
      method,
      body,
      headers: {
        ...(type && { 'content-type': type }),
        ...(authorization && { authorization }),
      },
    });
    if (!response.ok) {
      throw new Error(
        `${method} ${url.pathname} answered ${
          response.status
        }: ${await response.text()}`,
      );
    }
    return response;
  }
}

function describeContent(mediaType: string, content: string): Pushed {
  const hash = createHash('sha256').update(content).digest('hex');
  return {
    mediaType,
    digest: `sha256:${hash}`,
    size: Buffer.byteLength(content),
  };
}

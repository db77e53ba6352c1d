/** An image reference with what its short form leaves out. */
export type ImageReference = {
  /** With its registry, for instance `docker.io/library/python`. */
  repository: string;
  tag?: string;
  digest?: string;
};

const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_ALIASES = ['index.docker.io', 'registry-1.docker.io'];

/**
 * Reads an image reference as container runtimes do: without a registry it is
 * Docker Hub's, and without a namespace there, `library`'s.
 *
 * @remarks Grammar: github.com/distribution/reference.
 */
export function parseImageReference(image: string): ImageReference {
  const [named, digest] = image.split('@');
  // A colon before the last slash is the one of a port
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  return {
    repository: toRepository(name),
    tag: colon < 0 ? undefined : named.slice(colon + 1),
    digest,
  };
}

/** Whether a repository is the one of a prefix, or below it. */
export function isBelow(repository: string, prefix: string): boolean {
  const whole = withHubName(prefix);
  return (
    prefix === '*' || repository === whole || repository.startsWith(`${whole}/`)
  );
}

/** The registry that an image's name begins with, if it names one. */
export function hostOf(name: string): string | undefined {
  const [first, ...rest] = name.split('/');
  const isHost = /[.:]/.test(first) || first === 'localhost';
  return rest.length > 0 && isHost ? first : undefined;
}

function toRepository(name: string): string {
  const repository = hostOf(name) ? withHubName(name) : `${DOCKER_HUB}/${name}`;
  const [host, ...path] = repository.split('/');
  return host === DOCKER_HUB && path.length === 1
    ? `${DOCKER_HUB}/library/${path[0]}`
    : repository;
}

function withHubName(name: string): string {
  const [host, ...path] = name.split('/');
  return DOCKER_HUB_ALIASES.includes(host)
    ? [DOCKER_HUB, ...path].join('/')
    : name;
}

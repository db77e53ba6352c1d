/** What a package.json says of where a package is developed. */
export interface PublishedManifest {
  name: string;
  repository?: { type?: string; url?: string; directory?: string };
  homepage?: string;
  bugs?: { url?: string };
}

/**
 * What npm could not show of where packages come from, and provenance could not prove.
 *
 * @param packages - by their folders within the repository
 * @returns a sentence for each address that is missing or is another package's
 */
export function findMissingAddresses(
  packages: Record<string, PublishedManifest>,
): string[] {
  return Object.entries(packages).flatMap(([directory, manifest]) => {
    const { name, repository, homepage, bugs } = manifest;
    const fields = {
      'repository.url': isAddress(repository?.url),
      [`repository.directory, which is ${directory}`]:
        repository?.directory === directory,
      homepage: isAddress(homepage),
      'bugs.url': isAddress(bugs?.url),
    };
    return Object.entries(fields)
      .filter(([, isThere]) => !isThere)
      .map(([field]) => `${name} lacks ${field}`);
  });
}

function isAddress(text: string | undefined): boolean {
  return /^(?:git\+)?https:\/\/[^/\s]+\/\S+$/.test(text ?? '');
}

import { coerce } from 'semver';
import type { ImageBuild, ImageFacts } from '../facts/ImageFacts';
import { parseImageReference } from './imageReference';

/** What is known of all images of a repository. */
export type ImageSheet = {
  /** With or without its registry: mirrors keep the end of the path. */
  repository: string;
  /** Which registries' alone it is, where others have the like. */
  registry?: RegExp;
  build?: ImageBuild;
  /**
   * Where the version of the engine stands: `tag` is at the beginning of the
   * tag. Elsewhere numbers of a tag are another product's, or a month.
   */
  version: 'tag' | 'unknown' | { is: string };
  cuda?: number;
  architectures?: string[];
};

/** What is known of an image by its version, where nothing else tells it. */
export type ImageRules = {
  sheets: ImageSheet[];
  /** How a tag marks the engine's version among other numbers. */
  marked: RegExp;
  /** The first of its versions, so that no other number is taken for one. */
  plain: RegExp;
  /** Last parts of repositories by which companies mirror the known ones. */
  mirrored: RegExp;
  complete(facts: ImageFacts): ImageFacts;
};

/**
 * Reads from an image's repository and tag what it is; the first sheet that the
 * repository ends in counts.
 */
export function readImageBy(
  image: string,
  { sheets, ...rules }: ImageRules,
): ImageFacts {
  const { repository, tag = '' } = parseImageReference(image);
  const sheet = findSheet(image, { sheets, ...rules });
  const words = `${repository}:${tag}`.toLowerCase();
  const facts: ImageFacts = {
    image,
    engineVersion: versionOf(tag, sheet, { sheets, ...rules }),
    build: buildOfTag(tag) ?? sheet?.build ?? buildOfWords(words),
    cuda: sheet?.cuda ?? cudaOfTag(tag),
    architectures: architecturesOfTag(tag) ?? sheet?.architectures,
  };
  return sheet ? rules.complete(facts) : facts;
}

/** The first sheet whose repository an image's ends in. */
export function findSheet(
  image: string,
  rules: ImageRules,
): ImageSheet | undefined {
  const { repository } = parseImageReference(image);
  return (
    rules.sheets.find(
      ({ repository: known, registry }) =>
        isAt(repository, known) && (registry?.test(repository) ?? true),
    ) ?? mirrorOf(repository, rules)
  );
}

function isAt(repository: string, known: string): boolean {
  return repository === known || repository.endsWith(`/${known}`);
}

// harbor.acme.io/ai/vllm-openai: only registries of companies hold copies under
// other owners
function mirrorOf(
  repository: string,
  { sheets, mirrored }: ImageRules,
): ImageSheet | undefined {
  const [host, ...path] = repository.split('/');
  const name = path.at(-1) ?? '';
  return PUBLIC.includes(host) || !mirrored.test(name)
    ? undefined
    : sheets.find(({ repository: known }) => known.endsWith(`/${name}`));
}

const PUBLIC = [
  'docker.io',
  'ghcr.io',
  'quay.io',
  'nvcr.io',
  'public.ecr.aws',
  'registry.redhat.io',
];

function versionOf(
  tag: string,
  sheet: ImageSheet | undefined,
  { marked, plain }: ImageRules,
): string | undefined {
  if (typeof sheet?.version === 'object') {
    return sheet.version.is;
  }
  const found =
    marked.exec(tag)?.[1] ??
    (sheet?.version === 'tag' ? plain.exec(tag)?.[1] : undefined);
  return coerce(found)?.version;
}

const WORDS: [RegExp, ImageBuild][] = [
  [/rocm|(^|[^a-z0-9])mi\d{3}/, 'rocm'],
  [/gaudi|habana|(^|[^a-z])hpu([^a-z]|$)/, 'gaudi'],
  [/(^|[^a-z])xpu([^a-z]|$)/, 'xpu'],
  [/neuron/, 'neuron'],
  [/(^|[^a-z])tpu([^a-z]|$)/, 'tpu'],
  [/(^|[^a-z])(cpu|xeon)([^a-z]|$)/, 'cpu'],
  [/cuda|(^|[^a-z])cu1\d/, 'cuda'],
];

function buildOfWords(words: string): ImageBuild | undefined {
  return WORDS.find(([pattern]) => pattern.test(words))?.[1];
}

// v0.8.5-rocm beside v0.8.5 in one repository
function buildOfTag(tag: string): ImageBuild | undefined {
  return buildOfWords(tag.toLowerCase());
}

// v0.29.0-cu129, cuda12.4, dev-cu13
function cudaOfTag(tag: string): number | undefined {
  const digits = /(?:^|[-_.])cu(?:da)?(\d{2})\.?(\d)?/.exec(tag);
  return digits ? Number(`${digits[1]}.${digits[2] ?? 0}`) : undefined;
}

const PROCESSORS: [RegExp, string][] = [
  // Grace, the processor beside these GPUs, is one of ARM's
  [/aarch64|arm64|(^|[^a-z])g[bh][23]00/, 'arm64'],
  [/x86_?64|amd64/, 'amd64'],
];

// one of those that a tag without such a word stands for
function architecturesOfTag(tag: string): string[] | undefined {
  const found = PROCESSORS.find(([pattern]) => pattern.test(tag.toLowerCase()));
  return found && [found[1]];
}

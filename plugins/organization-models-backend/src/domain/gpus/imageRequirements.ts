import type { GpuRequirement } from './gpuRequirements';

/** What is known of an image, as far as GPUs and processors matter. */
export type ImageFacts = {
  image: string;
  /** Version of CUDA it is built with, for instance 12.8. */
  cuda?: number;
  /** Processors it is built for, where that is known. */
  architectures?: string[];
};

/**
 * What an image needs of a node.
 *
 * @remarks Sources: the CUDA toolkit's release notes (13 needs a driver of 580
 * and dropped everything below 7.5; 12 runs with 525 by minor version
 * compatibility) and PyTorch's, whose builds for 12.8 and newer leave out 7.0.
 */
export function imageRequirements({
  image,
  cuda,
  architectures,
}: ImageFacts): GpuRequirement[] {
  const subject = `The image ${image}`;
  return [
    ...(cuda ? cudaRequirements(cuda, subject) : []),
    ...(architectures
      ? [
          {
            kind: 'architecture' as const,
            oneOf: architectures,
            subject: `${subject}, which is built for ${architectures.join(
              ' and ',
            )} only,`,
            remedy:
              'Choose an image for that platform, such as vllm/vllm-openai:v0.11.0 or newer, or other nodes.',
          },
        ]
      : []),
  ];
}

function cudaRequirements(cuda: number, subject: string): GpuRequirement[] {
  const built = `${subject}, built with CUDA ${cuda.toFixed(1)},`;
  const older =
    'Take an image with an older CUDA, such as vllm/vllm-openai:v0.8.5 (CUDA 12.4), or newer GPUs.';
  return [
    {
      kind: 'driver',
      least: cuda >= 13 ? 580 : 525,
      subject: built,
      remedy:
        cuda >= 13
          ? 'Take the build for CUDA 12, whose tag ends in -cu129, or update the driver.'
          : 'Update the driver.',
    },
    {
      kind: 'compute',
      least: cuda >= 12.8 ? 7.5 : 7.0,
      subject: built,
      remedy: older,
    },
  ];
}

const OFFICIAL = /(^|\/)vllm\/vllm-openai(@|:|$)/;

/**
 * Reads from repository and tag of vLLM's own images what they are built with.
 *
 * @param version - of the engine, such as `0.10.2`
 */
export function readImageFacts(image: string, version: string): ImageFacts {
  if (!OFFICIAL.test(image)) {
    return { image, cuda: cudaOfTag(image) };
  }
  const [, minor] = version.split('.').map(Number);
  return {
    image,
    cuda: cudaOfTag(image) ?? usualCuda(minor),
    // from 0.11 on the tags stand for both
    architectures:
      /aarch64|arm64/.test(image) || minor >= 11 ? undefined : ['amd64'],
  };
}

// v0.29.0-cu129
function cudaOfTag(image: string): number | undefined {
  const digits = /[-_.:]cu(?:da)?(\d{2})\.?(\d)/.exec(image);
  return digits ? Number(`${digits[1]}.${digits[2]}`) : undefined;
}

function usualCuda(minor: number): number {
  if (minor >= 20) {
    return 13.0;
  }
  return minor >= 9 ? 12.8 : 12.4;
}

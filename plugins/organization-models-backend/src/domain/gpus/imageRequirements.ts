import type { ImageFacts } from '../facts/ImageFacts';
import type { GpuRequirement } from './gpuRequirements';

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
              'Choose an image for that platform, such as vllm/vllm-openai:v0.11.0 or newer without a processor in its tag, or other nodes.',
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

import { findNumber, isObject, type HubConfig } from './hubConfig';

const WIDTHS = ['embed_dim', 'hidden_size', 'width'];

/**
 * Parameters of the part that sees, about: attention and a block of two
 * matrices in every layer, which is nearly all of it.
 */
export function countVisionParameters(config: HubConfig): number | undefined {
  const vision = [config.vision_config, config.thinker_config]
    .filter(isObject)
    .map(part => (isObject(part.vision_config) ? part.vision_config : part))
    .find(part => findNumber(part, ...WIDTHS));
  if (!vision) {
    return undefined;
  }
  const layers = findNumber(vision, 'num_hidden_layers', 'depth', 'layers');
  const width = findNumber(vision, ...WIDTHS);
  if (!layers || !width) {
    return undefined;
  }
  const intermediate = findNumber(vision, 'intermediate_size') ?? 4 * width;
  return layers * (4 * width * width + matrices(vision) * width * intermediate);
}

// Qwen 2.5 and Pixtral gate theirs
function matrices({ model_type: type }: HubConfig): number {
  return /^(qwen2_5_vl|qwen2_5_omni_vision_encoder|pixtral|gemma4_vision)/.test(
    String(type),
  )
    ? 3
    : 2;
}

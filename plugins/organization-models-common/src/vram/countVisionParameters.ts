import { findNumber, isObject, type HubConfig } from './hubConfig';

const WIDTHS = ['embed_dim', 'hidden_size', 'width', 'vt_hidden_size'];

/**
 * Parameters of the part that sees, about: attention and a block of two
 * matrices in every layer, and what hands on to the layers that read text.
 */
export function countVisionParameters(config: HubConfig): number | undefined {
  const vision = [config.vision_config, config.thinker_config]
    .filter(isObject)
    .map(part => (isObject(part.vision_config) ? part.vision_config : part))
    .find(part => findNumber(part, ...WIDTHS));
  if (!vision) {
    return undefined;
  }
  const layers = findNumber(
    vision,
    'num_hidden_layers',
    'depth',
    'layers',
    'vt_num_hidden_layers',
  );
  const width = findNumber(vision, ...WIDTHS);
  if (!layers || !width) {
    return undefined;
  }
  const intermediate =
    findNumber(vision, 'intermediate_size', 'vt_intermediate_size') ??
    4 * width;
  const perLayer = 4 * width * width + matrices(vision) * width * intermediate;
  return layers * perLayer + countMergers(vision, width);
}

// Qwen 2.5 and Pixtral gate theirs
function matrices({ model_type: type }: HubConfig): number {
  return /^(qwen2_5_vl|qwen2_5_omni_vision_encoder|pixtral|gemma4_vision)/.test(
    String(type),
  )
    ? 3
    : 2;
}

// Qwen: several patches become one, at the end and for deeper layers of text
function countMergers(vision: HubConfig, width: number): number {
  const side = findNumber(vision, 'spatial_merge_size');
  const output = findNumber(vision, 'out_hidden_size');
  if (!side || !output) {
    return 0;
  }
  const merged = width * side * side;
  const { deepstack_visual_indexes: deeper } = vision;
  const mergers = 1 + (Array.isArray(deeper) ? deeper.length : 0);
  return mergers * merged * (merged + output);
}

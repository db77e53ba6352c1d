import { findNumber, isObject, type HubConfig } from './hubConfig';

const LENGTHS = [
  'max_position_embeddings',
  'n_positions',
  'max_seq_len',
  'seq_length',
  'model_max_length',
  'max_sequence_length',
  'max_target_positions',
];

// these give their stretched length as max_position_embeddings already
const STRETCHED = ['su', 'longrope', 'llama3', 'default', 'mrope'];

/**
 * The context length which vLLM derives when it is not told one, in tokens.
 *
 * @remarks Source: vllm/config, `_get_and_verify_max_len`.
 */
export function findMaxContext(config: HubConfig): number | undefined {
  const lengths = LENGTHS.flatMap(key => findNumber(config, key) ?? []);
  if (lengths.length === 0) {
    return undefined;
  }
  const length = Math.min(...lengths);
  const rope = config.rope_scaling ?? config.rope_parameters;
  return isObject(rope) && !String(config.model_type).startsWith('gemma3')
    ? Math.floor(stretch(length, rope))
    : length;
}

function stretch(length: number, rope: HubConfig): number {
  const kind = String(rope.rope_type ?? rope.type ?? 'default');
  const factor = Number(rope.factor ?? 1);
  if (STRETCHED.includes(kind) || !(factor > 0) || !Number.isFinite(factor)) {
    return length;
  }
  const original = findNumber(rope, 'original_max_position_embeddings');
  return (kind === 'yarn' ? original ?? length : length) * factor;
}

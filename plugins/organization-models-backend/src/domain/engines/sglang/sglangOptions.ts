import type {
  OptionDialect,
  OptionForm,
} from '@orgmodels/backstage-plugin-organization-models-common';

const ONE: OptionForm = { takes: 'one' };
const SWITCH: OptionForm = { takes: 'none' };
const MANY: OptionForm = { takes: 'many' };

function short(...forms: string[]): OptionForm {
  return { takes: 'one', short: forms };
}

/**
 * Options of SGLang 0.5 that are read, written or relied upon, and those with
 * names that begin alike. Most have a short name beside the long one, and none
 * is taken with underscores.
 *
 * @remarks Source: sglang/srt/server_args.py
 */
export const SGLANG_OPTIONS: OptionDialect = {
  underscores: false,
  options: {
    '--model-path': short('--model'),
    '--model-impl': ONE,
    '--model-loader-extra-config': ONE,
    '--tokenizer-path': ONE,
    '--tokenizer-mode': ONE,
    '--tokenizer-worker-num': ONE,
    '--skip-tokenizer-init': SWITCH,
    '--skip-server-warmup': SWITCH,
    '--served-model-name': ONE,
    '--revision': ONE,
    '--config': ONE,
    '--context-length': ONE,
    '--is-embedding': SWITCH,
    '--trust-remote-code': SWITCH,
    '--enable-multimodal': SWITCH,
    '--enable-metrics': SWITCH,
    '--enable-metrics-for-all-schedulers': SWITCH,
    '--host': ONE,
    '--port': ONE,
    '--api-key': ONE,
    '--tp-size': short('--tensor-parallel-size', '--tp'),
    '--pp-size': short('--pipeline-parallel-size', '--pp'),
    '--dp-size': short('--data-parallel-size', '--dp'),
    '--ep-size': short('--expert-parallel-size', '--ep'),
    '--enable-dp-attention': SWITCH,
    '--enable-dp-lm-head': SWITCH,
    '--nnodes': ONE,
    '--node-rank': ONE,
    '--dtype': ONE,
    '--quantization': ONE,
    '--quantization-param-path': ONE,
    '--kv-cache-dtype': ONE,
    '--mem-fraction-static': ONE,
    '--max-running-requests': ONE,
    '--max-total-tokens': ONE,
    '--max-queued-requests': ONE,
    '--max-prefill-tokens': ONE,
    '--chunked-prefill-size': ONE,
    '--cpu-offload-gb': ONE,
    '--enable-lora': SWITCH,
    '--max-lora-rank': ONE,
    '--max-loras-per-batch': ONE,
    '--max-loaded-loras': ONE,
    '--lora-paths': MANY,
    '--lora-target-modules': MANY,
    '--speculative-algorithm': ONE,
    '--speculative-draft-model-path': short('--speculative-draft-model'),
    '--speculative-draft-model-revision': ONE,
    '--json-model-override-args': ONE,
    '--tool-call-parser': ONE,
    '--reasoning-parser': ONE,
    '--chat-template': ONE,
    '--disable-cuda-graph': SWITCH,
    '--disable-radix-cache': SWITCH,
    '--log-requests': SWITCH,
    '--log-level': ONE,
    '--log-level-http': ONE,
    '--download-dir': ONE,
    '--load-format': ONE,
    '--base-gpu-id': ONE,
    '--gpu-id-step': ONE,
  },
};

import type { HubReading } from '../domain/facts/HubReading';
import type { UnservableForm } from './findUnservable';
import type { HubAnswer, HubClient, HubModel } from './HubClient';

/** Reads what a model is; a hub that is down only warns. */
export class ModelHubReader {
  constructor(private readonly hub: HubClient) {}

  async read(source: {
    id: string;
    revision?: string;
    token?: string;
  }): Promise<HubReading> {
    const answer = await this.hub.readArchitecture(source);
    return toReading(answer, source.id);
  }
}

function toReading(answer: HubAnswer, id: string): HubReading {
  switch (answer.outcome) {
    case 'found':
      return {
        facts: {
          id,
          architecture: answer.architecture,
          weights: answer.weights,
        },
        commit: answer.commit,
        ...judgeForm(answer, id),
      };
    case 'rateLimited':
    case 'unavailable':
      return {
        facts: { id },
        warnings: [
          {
            code: 'HubUnavailable',
            field: 'huggingface_id',
            message: `could not be looked up, so its size is not known: ${answer.message}`,
          },
        ],
      };
    default:
      return {
        facts: { id },
        warnings: [],
        problem: {
          field:
            answer.outcome === 'unauthorized'
              ? 'deployment_config.hugging_face_token'
              : 'huggingface_id',
          message: answer.message,
        },
      };
  }
}

// some can be served with arguments of one's own, and what these say is read
// by the engine alone
const FORMS: Record<Exclude<UnservableForm, 'adapter' | 'pipeline'>, string> = {
  gguf: 'has weights for llama.cpp (GGUF), of which an engine has to be told the file: take a repository with safetensors, or name repository and quantization in args, such as OWNER/NAME:Q4_K_M, with --tokenizer',
  onnx: 'has weights for ONNX, which engines do not load: take a repository with safetensors',
  mlx: 'has weights that are quantized for Apple’s MLX, which engines do not load: take the original, or one quantized with AWQ, GPTQ or FP8',
};

function judgeForm(
  { unservable, baseModel }: HubModel,
  id: string,
): Pick<HubReading, 'warnings' | 'problem'> {
  const field = 'huggingface_id';
  switch (unservable) {
    case undefined:
      return { warnings: [] };
    case 'adapter':
      return {
        warnings: [],
        problem: {
          field,
          message: `is an adapter and no model of its own: set huggingface_id to ${
            baseModel ?? 'the model that it was made for'
          }, and extra_args to --enable-lora, --lora-modules and NAME=${id}`,
        },
      };
    case 'pipeline':
      return {
        warnings: [],
        problem: {
          field,
          message:
            'is a chain of models for pictures (diffusers), which no engine here serves: choose a model that makes text, or embeds it',
        },
      };
    default:
      return {
        warnings: [{ code: 'NotServable', field, message: FORMS[unservable] }],
      };
  }
}

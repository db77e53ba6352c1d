import { parseImageReference } from './imageReference';

// Sources: the pages of these projects that say how their images are started
const SERVERS: [RegExp, string][] = [
  [/^nvcr\.io\/nim\//, 'NVIDIA NIM'],
  [/\/text-generation-inference$/, 'Text Generation Inference'],
  [/\/text-embeddings-(inference|router)$/, 'Text Embeddings Inference'],
  [/\/ollama(\/ollama)?$/, 'Ollama'],
  [/\/llama\.cpp$/, 'llama.cpp'],
  [/\/lmdeploy$/, 'LMDeploy'],
  [/\/tritonserver$/, 'Triton'],
  [/\/tensorrt-llm(\/release)?$/, 'TensorRT-LLM'],
  [/\/aphrodite-(openai|engine)$/, 'Aphrodite'],
  [/\/michaelf34\/infinity$/, 'Infinity'],
  [/\/localai$/, 'LocalAI'],
  [/\/(faster-whisper-server|speaches)$/, 'Speaches'],
  [/\/djl-(inference|serving)$/, 'DJL Serving'],
  [/\/(sglang-router|sgl-model-gateway)$/, 'the router of SGLang'],
];

/** What serves models in an image, where it is none of the engines known here. */
export function findOtherServer(image: string): string | undefined {
  const { repository } = parseImageReference(image);
  return SERVERS.find(([pattern]) => pattern.test(repository))?.[1];
}

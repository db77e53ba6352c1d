import { once } from 'node:events';
import { createInterface } from 'node:readline';
import execa from 'execa';
import {
  Generated,
  GenerationRequest,
  RefusedRequest,
  TokenSource,
} from '../TokenSource';
import { LightEngineFiles } from './installLightEngine';

/** A small real model at work: one process, which all pods of the cluster share. */
export interface LightEngine extends TokenSource {
  stop(): Promise<void>;
}

/** Starts the process, which takes a second. */
export async function startLightEngine({
  folder,
  model,
  program,
}: LightEngineFiles): Promise<LightEngine> {
  const child = execa(process.execPath, [program, folder, model], {
    // It ends when this process does, which holds its input open
    stdin: 'pipe',
    stderr: 'pipe',
  });
  const ended = child.catch(error => error as execa.ExecaError);
  const lines = createInterface(child.stdout!);
  const first = await Promise.race([once(lines, 'line'), ended]);
  if (!Array.isArray(first)) {
    throw new Error(`it does not start: ${first.stderr || 'it ended at once'}`);
  }
  const { port, context } = JSON.parse(first[0]);
  return {
    version: 'light (SmolLM2-135M-Instruct on llama.cpp)',
    owner: 'light-engine',
    maxModelLen: context,
    generate: (request, { signal }) =>
      generate(`http://127.0.0.1:${port}/generate`, request, signal),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function* generate(
  url: string,
  request: GenerationRequest,
  signal: AbortSignal,
): AsyncGenerator<Generated> {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(toAsked(request)),
    signal,
  });
  if (response.status === 400) {
    throw new RefusedRequest(await response.text());
  }
  if (!response.ok || !response.body) {
    throw new Error(`The light engine failed: ${await response.text()}`);
  }
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines.map(line => JSON.parse(line));
  }
}

function toAsked({ prompt, messages, limit, body }: GenerationRequest) {
  const { response_format: format } = body;
  return {
    prompt,
    messages,
    maxTokens: limit,
    temperature: body.temperature,
    topP: body.top_p,
    topK: body.top_k,
    seed: body.seed,
    stop: body.stop === undefined ? [] : [body.stop].flat(),
    ignoreEos: body.ignore_eos,
    schema:
      format?.type === 'json_schema' ? format.json_schema.schema : undefined,
    json: format?.type === 'json_object',
  };
}

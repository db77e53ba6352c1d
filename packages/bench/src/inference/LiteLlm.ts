import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '@orgmodels/dev-cluster';
import { stringify } from 'yaml';
import type { BenchContext } from '../BenchContext';
import { findFreePort } from '../portal/findFreePort';
import { killProcess } from '../portal/killProcess';
import { installLiteLlm } from './installLiteLlm';
import type { Endpoint } from './streamChat';

const KEY = 'sk-of-the-benchmark';

/** LiteLLM's proxy before one engine: one process, as the portal is one. */
export async function startLiteLlm(
  context: BenchContext,
  engine: Endpoint,
): Promise<Endpoint> {
  const programs = await installLiteLlm();
  const directory = await context.makeDirectory();
  const config = path.join(directory, 'config.yaml');
  await writeFile(
    config,
    stringify({
      model_list: [
        {
          model_name: engine.model,
          litellm_params: {
            model: `openai/${engine.model}`,
            api_base: engine.url,
            api_key: 'none',
          },
        },
      ],
      general_settings: { master_key: KEY },
    }),
  );
  const port = await findFreePort();
  // By its Python: the venv was moved, and its scripts name the old place
  const child = spawn(
    path.join(programs, 'python3'),
    [
      path.join(programs, 'litellm'),
      ...['--config', config, '--host', '127.0.0.1', '--port', String(port)],
    ],
    {
      // Nothing of ours is its to know, and it asks nobody for prices
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        LITELLM_LOG: 'ERROR',
        LITELLM_MODE: 'PRODUCTION',
      },
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const file = path.join(directory, 'litellm.log');
  const log = createWriteStream(file);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  context.closeAfter(() => killProcess(child));
  await waitFor(
    'LiteLLM',
    async () => {
      if (child.exitCode !== null) {
        throw new Error(`LiteLLM has ended: see ${file}`);
      }
      return (await fetch(`http://127.0.0.1:${port}/health/liveliness`)).ok;
    },
    { timeoutMs: 120_000, intervalMs: 500 },
  );
  return { url: `http://127.0.0.1:${port}/v1`, key: KEY, model: engine.model };
}

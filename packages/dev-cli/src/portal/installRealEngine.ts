import { REAL_MODEL, VllmFiles, installVllm } from '@orgmodels/dev-cluster';
import { DevError } from '../DevError';
import { Steps } from '../Steps';

/** The real vLLM, for whoever asked for it: without it, there is no portal. */
export async function installRealEngine(options: {
  steps: Steps;
  signal: AbortSignal;
}): Promise<VllmFiles> {
  const { steps, signal } = options;
  try {
    const files = await steps.run('vLLM ready', () =>
      installVllm({ onProgress: line => steps.note(`… ${line}`), signal }),
    );
    steps.note(`  the hub has ${REAL_MODEL} in full: deploy that`);
    return files;
  } catch (error) {
    signal.throwIfAborted();
    throw new DevError((error as Error).message);
  }
}

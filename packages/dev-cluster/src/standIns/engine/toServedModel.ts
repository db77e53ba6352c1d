/*
 * A stand-in of vLLM's option parser, as far as the answers of the stand-in engine depend on it.
 */
import { V1Pod } from '@kubernetes/client-node';
import {
  emptyAnswers,
  noChatTemplate,
} from '../../scenarios/catalog/answersBadly';
import { SCENARIO_KEY } from '../../scenarios/podPosition';

/** What one pod serves. */
export interface ServedModel {
  /** Model id or path, as given to the engine. */
  readonly root: string;
  readonly names: readonly string[];
  readonly kind: 'generate' | 'embed';
  /** Tokens. */
  readonly maxModelLen: number;
  readonly apiKey?: string;
  readonly port: number;
  /** How it fails those who ask, by the pod's scenario. */
  readonly fault?: 'no-chat-template' | 'empty-answers';
}

const DEFAULT_MAX_MODEL_LEN = 40_960;
const EMBEDDING_MODEL = /(^|[/-])(bge|e5|gte)-|embed/i;

/** Reads command, arguments and environment of the pod's first container. */
export function toServedModel({ metadata, spec }: V1Pod): ServedModel {
  const { command = [], args = [], env = [], ports } = spec!.containers[0];
  const words = [...command, ...args].flatMap(word => word.split('='));
  const root =
    readOption(words, 'model')[0] ?? positional(words) ?? 'unknown/model';
  const label = metadata?.labels?.['model.aibrix.ai/name'];
  const names = readOption(words, 'served-model-name');
  const embeds =
    readOption(words, 'convert')[0] === 'embed' ||
    readOption(words, 'runner')[0] === 'pooling' ||
    EMBEDDING_MODEL.test(root);
  return {
    root: root === 'unknown/model' && label ? label : root,
    names: names.length ? names : [label ?? root],
    kind: embeds ? 'embed' : 'generate',
    maxModelLen:
      Number(readOption(words, 'max-model-len')[0]) || DEFAULT_MAX_MODEL_LEN,
    apiKey:
      readOption(words, 'api-key')[0] ??
      env.find(({ name }) => name === 'VLLM_API_KEY')?.value,
    port:
      Number(readOption(words, 'port')[0]) || ports?.[0]?.containerPort || 8000,
    ...toFault(metadata?.labels?.[SCENARIO_KEY], words),
  };
}

function toFault(
  scenario: string | undefined,
  words: readonly string[],
): Pick<ServedModel, 'fault'> {
  const hasTemplate = readOption(words, 'chat-template').length > 0;
  if (scenario === noChatTemplate.name && !hasTemplate) {
    return { fault: 'no-chat-template' };
  }
  return scenario === emptyAnswers.name ? { fault: 'empty-answers' } : {};
}

/** The values after `--name` (or `--na_me`), up to the next option. */
function readOption(words: readonly string[], name: string): string[] {
  const at = words.findIndex(word => word.replace(/_/g, '-') === `--${name}`);
  if (at < 0) {
    return [];
  }
  const values = words.slice(at + 1);
  const end = values.findIndex(word => word.startsWith('--'));
  return end < 0 ? values : values.slice(0, end);
}

/** The word after `serve`, or the first argument of an image whose entry point is `vllm serve`. */
function positional(words: readonly string[]): string | undefined {
  const candidate = words[words.indexOf('serve') + 1];
  return candidate?.startsWith('-') ? undefined : candidate;
}

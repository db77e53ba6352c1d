import { Scenario } from '../scenario';
import { startStepLogs, startSteps } from './startSteps';

/*
 * Engines that get ready as any other and answer badly: the kubelet sees nothing of it, the stand-in of the engine
 * looks at the pod's scenario.
 */

/** A chat model whose tokenizer has no template: 400 until `--chat-template` names one. */
export const noChatTemplate: Scenario = {
  name: 'no-chat-template',
  summary: 'Serves, and refuses every chat: the model has no template.',
  steps: startSteps,
  logs: startStepLogs,
};

/** What weights that lack a tensor do to answers. */
export const emptyAnswers: Scenario = {
  name: 'empty-answers',
  summary: 'Serves, and answers with nothing.',
  steps: startSteps,
  logs: startStepLogs,
};

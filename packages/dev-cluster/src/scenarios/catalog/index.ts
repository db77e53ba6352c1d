import { Scenario } from '../scenario';
import { emptyAnswers, noChatTemplate } from './answersBadly';
import {
  crashLoops,
  oomKilled,
  oomKilledOlderKubelet,
  startupProbeFails,
} from './crashLoop';
import { demo } from './demo';
import { engineDies } from './engineDies';
import { evicted } from './evicted';
import {
  imagePullDenied,
  imagePullHangs,
  imagePullNotFound,
  imagePullOlderKubelet,
  imagePullRateLimited,
  imagePullServerError,
} from './imagePull';
import { instantStart } from './instantStart';
import { job } from './job';
import { nodeLost } from './nodeLost';
import { normalStart } from './normalStart';
import { plainPod } from './plainPod';
import { realEngine } from './realEngine';
import { readinessFlapping } from './readinessFlapping';
import { evictedForItsOwnLimit, topologyRefused } from './refusedByNode';
import { invalidImageName, startError, wrongCommand } from './refusedByRuntime';
import { secretMissing, volumeSecretMissing } from './secretMissing';
import { slowTermination } from './slowTermination';
import { unknownScenario } from './unknownScenario';

/** Every scenario there is. */
export const scenarios: readonly Scenario[] = [
  normalStart,
  instantStart,
  plainPod,
  job,
  unknownScenario,
  invalidImageName,
  imagePullNotFound,
  imagePullDenied,
  imagePullRateLimited,
  imagePullServerError,
  imagePullOlderKubelet,
  imagePullHangs,
  secretMissing,
  volumeSecretMissing,
  startError,
  wrongCommand,
  ...crashLoops,
  oomKilled,
  oomKilledOlderKubelet,
  startupProbeFails,
  engineDies,
  readinessFlapping,
  evicted,
  evictedForItsOwnLimit,
  topologyRefused,
  nodeLost,
  slowTermination,
  realEngine,
  noChatTemplate,
  emptyAnswers,
  ...demo,
];

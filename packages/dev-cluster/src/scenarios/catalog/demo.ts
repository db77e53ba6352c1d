import { crashes, failedEarly, refused } from '../engineLog/crashLog';
import { Scenario } from '../scenario';
import { crashLoop, outOfMemory } from './crashLoop';
import {
  contextAtMost,
  hasArgument,
  lacksArguments,
  memoryAbove,
} from './mending';
import { pulling } from './startSteps';

/*
 * Failures that look at the pod first: what mends them in earnest mends them here, too, and the pod then starts
 * as any other.
 */

const NEVER_PRESENT =
  'Container image "{image}" is not present with pull policy of Never';

const longContext: Scenario = {
  ...crashLoop(
    'demo-long-context',
    'The context does not fit the GPU until --max-model-len is what fits.',
    { ending: { reason: 'Error', crash: crashes['kv-cache'] } },
  ),
  mended: contextAtMost(32640),
};

const typo: Scenario = {
  ...crashLoop('demo-typo', 'An option has a typo until it is corrected.', {
    ending: {
      reason: 'Error',
      crash: refused('unrecognized arguments: --enforce-eagr'),
    },
  }),
  mended: lacksArguments('--enforce-eagr'),
};

const smallMemory: Scenario = {
  ...crashLoop(
    'demo-small-memory',
    'The kernel kills the engine until its memory is more than 4Gi.',
    { ending: outOfMemory },
  ),
  mended: memoryAbove(4),
};

const customCode: Scenario = {
  ...crashLoop(
    'demo-custom-code',
    'The model brings its own code until --trust-remote-code allows it.',
    {
      ending: {
        reason: 'Error',
        crash: failedEarly(
          'ValueError: The repository acme/own-code contains custom code which must be executed to correctly load the model.',
          'Please pass the argument `trust_remote_code=True` to allow custom code to be run.',
        ),
      },
    },
  ),
  mended: hasArgument('--trust-remote-code'),
};

const neverPulled: Scenario = {
  name: 'demo-never-pulled',
  summary: 'The node lacks the image, and may not pull it until it may.',
  steps: [
    {
      ...pulling,
      name: 'Refused',
      engine: { waiting: 'ErrImageNeverPull', message: NEVER_PRESENT },
      events: [
        {
          type: 'Warning',
          reason: 'ErrImageNeverPull',
          message: NEVER_PRESENT,
        },
        {
          type: 'Warning',
          reason: 'Failed',
          message: 'Error: ErrImageNeverPull',
        },
      ],
    },
  ],
  mended: '.spec.containers[0].imagePullPolicy != "Never"',
};

/** What `./dev demo` breaks. */
export const demo: readonly Scenario[] = [
  longContext,
  typo,
  smallMemory,
  customCode,
  neverPulled,
];

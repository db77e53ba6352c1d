import { Scenario, Step } from '../scenario';
import { pulling } from './startSteps';

const NOT_FOUND =
  'rpc error: code = NotFound desc = failed to pull and unpack image "{imageRef}": failed to resolve image: {imageRef}: not found';
const DENIED =
  'rpc error: code = Unknown desc = failed to pull and unpack image "{imageRef}": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
const RATE_LIMITED =
  'rpc error: code = Unknown desc = failed to pull and unpack image "{imageRef}": failed to copy: httpReadSeeker: failed open: unexpected status code: 429 Too Many Requests';

const SERVER_ERROR =
  'failed to pull and unpack image "{imageRef}": failed to resolve image: unexpected status from HEAD request to https://registry.example.com/v2/model/manifests/v1: 500 Internal Server Error';

const BACK_OFF = 'Back-off pulling image "{image}"';

/** The kubelet tries, backs off, and tries again once the back-off (minutes, on a real one) is over. */
function failingPull(cause: string, backOffMessage: string): Step[] {
  return [
    pulling,
    {
      name: 'Failed',
      from: ['Pulling', 'BackingOffLonger'],
      after: { seconds: 0.3 },
      engine: { waiting: 'ErrImagePull', message: cause },
      events: [
        {
          type: 'Warning',
          reason: 'Failed',
          message: `Failed to pull image "{image}": ${cause}`,
        },
        { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
      ],
    },
    {
      name: 'BackingOff',
      after: { seconds: 0.7 },
      engine: { waiting: 'ImagePullBackOff', message: backOffMessage },
      events: [
        { type: 'Normal', reason: 'BackOff', message: BACK_OFF },
        {
          type: 'Warning',
          reason: 'Failed',
          message: 'Error: ImagePullBackOff',
        },
      ],
    },
    {
      name: 'BackingOffLonger',
      after: { seconds: 60 },
      engine: { waiting: 'ImagePullBackOff', message: backOffMessage },
    },
  ];
}

export const imagePullNotFound: Scenario = {
  name: 'image-pull-not-found',
  summary: 'The registry has no such image or tag.',
  steps: failingPull(NOT_FOUND, `${BACK_OFF}: ErrImagePull: ${NOT_FOUND}`),
};

export const imagePullDenied: Scenario = {
  name: 'image-pull-denied',
  summary: 'The image is private, or missing: some registries say the same.',
  steps: failingPull(DENIED, `${BACK_OFF}: ErrImagePull: ${DENIED}`),
};

export const imagePullRateLimited: Scenario = {
  name: 'image-pull-rate-limited',
  summary: 'The registry refuses for now (429).',
  steps: failingPull(
    RATE_LIMITED,
    `${BACK_OFF}: ErrImagePull: ${RATE_LIMITED}`,
  ),
};

export const imagePullServerError: Scenario = {
  name: 'image-pull-server-error',
  summary: 'The registry answers with an error of its own (500).',
  steps: failingPull(
    SERVER_ERROR,
    `${BACK_OFF}: ErrImagePull: ${SERVER_ERROR}`,
  ),
};

export const imagePullOlderKubelet: Scenario = {
  name: 'image-pull-not-found-older-kubelet',
  summary:
    'As image-pull-not-found; the back-off is told without its cause, which only the Failed event has.',
  steps: failingPull(NOT_FOUND, BACK_OFF),
};

export const imagePullHangs: Scenario = {
  name: 'image-pull-hangs',
  summary:
    'The pull neither ends nor fails: a Pulling event without a Pulled one.',
  steps: [pulling],
};

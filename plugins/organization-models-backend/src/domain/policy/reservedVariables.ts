import { isDeviceVariable } from '../gpus/vendors/knownVendors';

/** Why nobody but the platform sets a variable, as the end of a sentence. */
type Reservation = { pattern: RegExp; why: string };

const DEVICES =
  'decides which GPUs a container sees: gpu_count and requirements.gpu ask for them';

const RESERVED: Reservation[] = [
  {
    pattern: /^(HOME|USER|LOGNAME)$/,
    why: 'is where the engine may write, and as whom',
  },
  {
    pattern:
      /^(HF_TOKEN|HF_TOKEN_PATH|HUGGING_?FACE_HUB_TOKEN|HUGGING_FACE_TOKEN)$/,
    why: 'comes from a Secret: give hugging_face_token or hugging_face_token_secret',
  },
  {
    pattern: /^(HF_ENDPOINT|HF_INFERENCE_ENDPOINT|HUGGINGFACE_CO_\w+)$/,
    why: 'decides whom the engine trusts for its weights, and to whom it shows the token',
  },
  {
    pattern:
      /^(HF_HOME|HF_HUB_CACHE|HF_ASSETS_CACHE|HF_XET_CACHE|HUGGINGFACE_(HUB|ASSETS)_CACHE|TRANSFORMERS_CACHE)$/,
    why: 'is where weights are kept: enable_pvc or shared_pvc choose that',
  },
  {
    pattern: /^LD_\w+$/,
    why: 'puts other code into the engine',
  },
];

/** Proxies are read in either case, and certificates by many names. */
const ALIKE = [
  /^(https?|ftp|all|no)_proxy$/i,
  /^(SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS|AWS_CA_BUNDLE|GIT_SSL_CAINFO|PIP_CERT)$/,
];

/**
 * Why a model may not set a variable.
 *
 * @param platform - names that the cluster's config sets
 * @returns `undefined` when it may
 */
export function findReservation(
  name: string,
  platform: string[],
): string | undefined {
  if (isDeviceVariable(name)) {
    return DEVICES;
  }
  const reserved = RESERVED.find(({ pattern }) => pattern.test(name));
  if (reserved) {
    return reserved.why;
  }
  const isSet =
    platform.includes(name) ||
    ALIKE.some(
      like =>
        like.test(name) &&
        platform.some(other => like.test(other) && isRelated(name, other)),
    );
  return isSet ? 'is set by the platform for this cluster' : undefined;
}

// Another proxy under another name is another proxy; a certificate never is
function isRelated(name: string, other: string): boolean {
  return /proxy$/i.test(name)
    ? name.toLowerCase() === other.toLowerCase() ||
        /^(all|no)_proxy$/i.test(name)
    : true;
}

/** The variables that a text of a command sets, `NAME=…` in any place. */
export function findAssigned(text: string): string[] {
  return [...text.matchAll(ASSIGNMENT)].map(([, name]) => name);
}

// NAME=, NAME+=, env["NAME"] =, setdefault("NAME", setenv NAME; no NAME==
const ASSIGNMENT =
  /(?<![\w$-])([A-Za-z_]\w*)(?=["']?\]?\s*\+?=(?!=)|["']\s*,)/g;

/*
 * A stand-in of who may read what on the hub.
 */
import { HubModel } from './hubModels';

/** A refusal, with what the hub's headers say. */
export interface HubRefusal {
  readonly status: 401 | 403 | 404;
  /** `X-Error-Code`, which the hub does not always give. */
  readonly code?:
    | 'RepoNotFound'
    | 'GatedRepo'
    | 'RevisionNotFound'
    | 'EntryNotFound';
  readonly message: string;
}

/** Tokens that begin so belong to an account with the licences of all gated models. */
export const VALID_TOKEN = 'hf_dev_valid';
/** Tokens that begin so belong to an account without any licence. */
export const UNLICENSED_TOKEN = 'hf_dev_unlicensed';

/** Refuses a wrong token, a missing repository. Metadata of a gated one is for everyone. */
export function refuseMetadata(
  model: HubModel | undefined,
  token: string | undefined,
): HubRefusal | undefined {
  if (token && !isKnown(token)) {
    return {
      status: 401,
      message: 'Invalid credentials in Authorization header',
    };
  }
  if (model) {
    return undefined;
  }
  return token
    ? { status: 404, code: 'RepoNotFound', message: 'Repository not found' }
    : { status: 401, message: 'Invalid username or password.' };
}

/** Refuses files of a gated repository to whoever has no licence. */
export function refuseFiles(
  model: HubModel | undefined,
  token: string | undefined,
): HubRefusal | undefined {
  const refusal = refuseMetadata(model, token);
  if (refusal || !model?.gated || token?.startsWith(VALID_TOKEN)) {
    return refusal;
  }
  const restricted = `Access to model ${model.id} is restricted`;
  return token
    ? {
        status: 403,
        code: 'GatedRepo',
        message: `${restricted} and you are not in the authorized list. Visit https://huggingface.co/${model.id} to ask for access.`,
      }
    : {
        status: 401,
        code: 'GatedRepo',
        message: `${restricted}. You must have access to it and be authenticated to access it. Please log in.`,
      };
}

function isKnown(token: string): boolean {
  return token.startsWith(VALID_TOKEN) || token.startsWith(UNLICENSED_TOKEN);
}

import type { HubReading } from '../../../domain/facts/HubReading';
import type { StoredSpec } from '../../../domain/facts/ResolvedModel';
import { invalidRequest } from '../../errors';

/** Asks what a model is; never fails, only warns. */
export interface HubReader {
  read(source: {
    id: string;
    revision?: string;
    token?: string;
  }): Promise<HubReading>;
}

/** Where a hub has the model; none where its command says it. */
export function sourceOf(
  spec: StoredSpec,
): { id: string; revision?: string } | undefined {
  if (spec.huggingface_id) {
    return { id: spec.huggingface_id, revision: spec.version };
  }
  const match = /^https:\/\/[^/]+\/([^/]+\/[^/]+)(?:\/tree\/(.+?))?\/?$/.exec(
    spec.repository_url ?? '',
  );
  return match
    ? { id: match[1], revision: spec.version ?? match[2] }
    : undefined;
}

/**
 * 400: the hub says why the model cannot be served.
 *
 * @remarks With a command of one's own, or a token that only the cluster can
 * read, nobody here can tell.
 */
export function refuseUnservable(
  { deployment_config = {} }: StoredSpec,
  { problem, commit }: HubReading,
  { hasOwnToken, token }: { hasOwnToken: boolean; token?: string },
) {
  const { command, args, hugging_face_token_secret } = deployment_config;
  // where the hub told what it is, it needs no token for that
  const isHidden =
    !commit && (hugging_face_token_secret || (hasOwnToken && !token));
  const isUnknown = command || args || isHidden;
  if (problem && !isUnknown) {
    throw invalidRequest([problem]);
  }
}

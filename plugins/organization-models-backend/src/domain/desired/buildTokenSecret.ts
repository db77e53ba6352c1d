import type { DesiredContext, Manifest } from '../facts/ResolvedModel';
import { findRuntime } from '../engines/findRuntime';
import { OWNER_ANNOTATIONS } from '../ownership/ownership';
import { buildMetadata } from './buildMetadata';

/**
 * The Secret of a model's own token. It has no owner reference: what it holds
 * cannot be made again. It is written before its generation is stored, and says
 * for which one, so that no pass over the generation before takes it for a rest.
 *
 * @returns `undefined` when the model has no token of its own
 */
export function buildTokenSecret(
  context: DesiredContext,
  { token, generation }: { token: string; generation: number },
): Manifest | undefined {
  const { resolved } = context;
  if (resolved.token.kind !== 'own') {
    return undefined;
  }
  const { secretName, key } = resolved.token;
  const runtime = findRuntime(resolved.runtime);
  const metadata = buildMetadata({ context, runtime });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...metadata,
      name: secretName,
      annotations: {
        ...metadata.annotations,
        [OWNER_ANNOTATIONS.writtenFor]: String(generation),
      },
    },
    type: 'Opaque',
    // not stringData, which apply does not take back
    data: { [key]: Buffer.from(token, 'utf8').toString('base64') },
  };
}

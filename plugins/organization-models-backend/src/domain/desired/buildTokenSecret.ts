import type { DesiredContext, Manifest } from '../facts/ResolvedModel';
import { findRuntime } from '../engines/findRuntime';
import { buildMetadata } from './buildMetadata';

/**
 * The Secret of a model's own token. It has no owner reference: what it holds
 * cannot be made again.
 *
 * @returns `undefined` when the model has no token of its own
 */
export function buildTokenSecret(
  context: DesiredContext,
  token: string,
): Manifest | undefined {
  const { resolved } = context;
  if (resolved.token.kind !== 'own') {
    return undefined;
  }
  const { secretName, key } = resolved.token;
  const runtime = findRuntime(resolved.runtime);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...buildMetadata({ context, runtime }), name: secretName },
    type: 'Opaque',
    // not stringData, which apply does not take back
    data: { [key]: Buffer.from(token, 'utf8').toString('base64') },
  };
}

import type { AuditorServiceEventSeverityLevel } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { INFERENCE_CALLS } from '../../domain/engines/ModelRuntime';

/** How a route is written down by Backstage's auditor. */
export type AuditedRoute = {
  /** As Backstage's own plugins name them: `<what>-fetch`, `<what>-mutate`. */
  eventId: string;
  severity: AuditorServiceEventSeverityLevel;
  /** `queryType` or `actionType`. */
  meta: JsonObject;
};

/**
 * Every route by its name in the OpenAPI document. Severity goes by effect:
 * reading is low, changing medium, what cannot be undone or decides over others
 * high; see `severityOf` for what a body makes of it.
 */
export const AUDITED_ROUTES: Record<string, AuditedRoute> = {
  ...inferences('/openai/v1'),
  ...inferences('/{id}/v1'),
  'GET /keys': fetches('key', 'list'),
  'POST /keys': changes('key', 'create', 'high'),
  'DELETE /keys/{key_id}': changes('key', 'delete', 'high'),
  'GET /usage': fetches('usage', 'by-organization'),
  'GET /metrics': fetches('model', 'load'),
  'GET /status': fetches('cluster', 'status'),
  'GET /': fetches('model', 'list'),
  'GET /all': fetches('model', 'all'),
  'POST /': changes('model', 'create', 'medium'),
  'POST /adopt': changes('model', 'adopt', 'high'),
  'GET /organizations': fetches('organization', 'by-caller'),
  'GET /quota': fetches('quota', 'by-organization'),
  'PUT /quota': changes('quota', 'update', 'high'),
  'GET /tokens': fetches('token', 'list'),
  'PUT /tokens/{name}': changes('token', 'update', 'high'),
  'DELETE /tokens/{name}': changes('token', 'delete', 'high'),
  'GET /{id}': fetches('model', 'by-id'),
  'PUT /{id}': changes('model', 'update', 'medium'),
  'POST /{id}/refresh': changes('model', 'refresh', 'medium'),
  'POST /{id}/release': changes('model', 'release', 'high'),
  'POST /{id}/transfer': changes('model', 'transfer', 'high'),
  'POST /{id}/pause-healing': changes('model', 'pause-healing', 'medium'),
  'DELETE /{id}/pause-healing': changes('model', 'resume-healing', 'medium'),
  'DELETE /{id}': changes('model', 'delete', 'high'),
  'GET /{id}/history': fetches('model', 'history'),
  'GET /{id}/history/{generation}': fetches('model', 'generation'),
  'GET /{id}/watch': fetches('model', 'watch'),
  'POST /{id}/rollback': changes('model', 'rollback', 'medium'),
  'GET /{id}/pods': fetches('model', 'pods'),
  'GET /{id}/events': fetches('model', 'events'),
  'GET /{id}/diagnosis': fetches('model', 'diagnosis'),
  'GET /{id}/metrics': fetches('model', 'metrics'),
  'GET /{id}/logs': fetches('model', 'logs'),
  'GET /{id}/manifests': fetches('model', 'manifests'),
};

// What models are asked and answer is written nowhere
function inferences(base: string): Record<string, AuditedRoute> {
  const asks = INFERENCE_CALLS.map(call => [
    `POST ${base}/${call}`,
    changes('inference', call.replace('/', '-'), 'low'),
  ]);
  return {
    [`GET ${base}/models`]: fetches('inference', 'models'),
    [`GET ${base}/models/{model}`]: fetches('inference', 'model'),
    ...Object.fromEntries(asks),
  };
}

function fetches(what: string, queryType: string): AuditedRoute {
  return { eventId: `${what}-fetch`, severity: 'low', meta: { queryType } };
}

function changes(
  what: string,
  actionType: string,
  severity: AuditorServiceEventSeverityLevel,
): AuditedRoute {
  return { eventId: `${what}-mutate`, severity, meta: { actionType } };
}

import { MODEL_ID } from '@orgmodels/backstage-plugin-organization-models-common';
import { AUDITED_ROUTES, type AuditedRoute } from './auditedRoutes';

// As express matches: in any case, with or without a slash at the end, and
// paths without parameters first
const PATTERNS = Object.entries(AUDITED_ROUTES)
  .map(([name, route]) => {
    const [method, template] = name.split(' ');
    const path = template
      .replace(/\/$/, '')
      .replace('{id}', '(?<id>[^/]+)')
      // Names of models may have slashes
      .replace('{model}', '.+')
      .replace(/\{\w+\}/, '[^/]+');
    return { method, pattern: new RegExp(`^${path}/?$`, 'i'), route };
  })
  .sort((a, b) => Number(hasId(a.pattern)) - Number(hasId(b.pattern)));

/** The entry for a request, and the model that it names. */
export function findAuditedRoute(request: {
  method: string;
  path: string;
}): { route: AuditedRoute; modelId?: string } | undefined {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const candidate of PATTERNS) {
    const match =
      candidate.method === method && candidate.pattern.exec(request.path);
    if (match) {
      const modelId = match.groups?.id;
      return modelId && MODEL_ID.test(modelId)
        ? { route: candidate.route, modelId }
        : { route: candidate.route };
    }
  }
  return undefined;
}

function hasId({ source }: RegExp): boolean {
  return source.includes('<id>');
}

import { CustomErrorBase } from '@backstage/errors';
import type { QuotaUse } from '@orgmodels/backstage-plugin-organization-models-common';

/**
 * A refusal of the API: Backstage's error with a stable `code`, and `details`
 * that tell a program what a person reads in the message.
 */
export class ModelApiError extends CustomErrorBase {
  readonly code: string;
  readonly details: unknown;
  /** Read by Backstage's error middleware. */
  readonly statusCode: number;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly name: string,
    options: {
      statusCode: number;
      code: string;
      message: string;
      details?: unknown;
      retryAfterSeconds?: number;
    },
  ) {
    super(options.message);
    this.statusCode = options.statusCode;
    this.code = options.code;
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** 400: fields are wrong, each named with its fix. */
export function invalidRequest(
  problems: { field: string; message: string }[],
): ModelApiError {
  const fields = problems.map(({ field, message }) => `${field} ${message}`);
  return new ModelApiError('InputError', {
    statusCode: 400,
    code: 'InvalidRequest',
    message: fields.join('; '),
    details: problems,
  });
}

/** 400: over a quota, with the limits that it goes over where they are known. */
export function quotaExceeded(
  message: string,
  exceeded: QuotaUse[],
): ModelApiError {
  return new ModelApiError('InputError', {
    statusCode: 400,
    code: 'QuotaExceeded',
    message,
    ...(exceeded.length > 0 ? { details: exceeded } : {}),
  });
}

/** 404, also for models of others: that there is one is not told. */
export function modelNotFound(id: string): ModelApiError {
  return new ModelApiError('NotFoundError', {
    statusCode: 404,
    code: 'ModelNotFound',
    message: `No model ${id} was found`,
  });
}

/** 404: generations are kept as long as config says. */
export function generationNotFound(
  { name, generation }: { name: string; generation: number },
  wanted: number,
): ModelApiError {
  return new ModelApiError('NotFoundError', {
    statusCode: 404,
    code: 'GenerationNotFound',
    message:
      wanted > generation
        ? `The model ${name} has no generation ${wanted}: it is at ${generation}`
        : `Generation ${wanted} of the model ${name} is not kept any more`,
  });
}

/** 404, also for what is a model of others. */
export function workloadNotFound(place: {
  cluster: string;
  namespace: string;
  name: string;
}): ModelApiError {
  const { cluster, namespace, name } = place;
  return new ModelApiError('NotFoundError', {
    statusCode: 404,
    code: 'WorkloadNotFound',
    message: `No Deployment ${namespace}/${name} that is no model yet was found in cluster ${cluster}`,
  });
}

/** 404, also for keys of others. */
export function keyNotFound(id: string): ModelApiError {
  return new ModelApiError('NotFoundError', {
    statusCode: 404,
    code: 'KeyNotFound',
    message: `No key ${id} was found`,
  });
}

/** 403: there is no cluster to ask. */
export function notInKubernetes(): ModelApiError {
  return new ModelApiError('NotAllowedError', {
    statusCode: 403,
    code: 'NotInKubernetes',
    message:
      'No cluster is configured: set organizationModels.clusters in app-config',
  });
}

/** 503: nothing was changed, and it may work later. */
export function clusterUnavailable(
  cluster: string,
  message: string,
): ModelApiError {
  return new ModelApiError('ServiceUnavailableError', {
    statusCode: 503,
    code: 'ClusterUnavailable',
    message: `Cluster ${cluster} cannot be reached now, and nothing was changed: ${message}`,
    retryAfterSeconds: 10,
  });
}

/** 503: who belongs where cannot be looked up; nobody is let in by guess. */
export function catalogUnavailable(cause: unknown): ModelApiError {
  const error = new ModelApiError('ServiceUnavailableError', {
    statusCode: 503,
    code: 'ClusterUnavailable',
    message:
      'Your organization cannot be looked up in the catalog now, and nothing was changed',
    retryAfterSeconds: 5,
  });
  return Object.assign(error, { cause });
}

/** 429 */
export function tooManyRequests(retryAfterSeconds: number): ModelApiError {
  const seconds = Math.ceil(retryAfterSeconds);
  return new ModelApiError('TooManyRequestsError', {
    statusCode: 429,
    code: 'TooManyRequests',
    message: `Your organization has sent too many requests: try again in ${seconds} s`,
    retryAfterSeconds: seconds,
  });
}

/** 429: an organization reads as many logs as it may. */
export function tooManyStreams(most: number): ModelApiError {
  return new ModelApiError('TooManyRequestsError', {
    statusCode: 429,
    code: 'TooManyRequests',
    message: `Your organization reads ${most} logs already, which is as many as it may at a time: end one, or try again`,
    retryAfterSeconds: 5,
  });
}

/** 429: an organization is sent more lines than it may have. */
export function tooManyLines(
  linesPerSecond: number,
  retryAfterSeconds: number,
): ModelApiError {
  return new ModelApiError('TooManyRequestsError', {
    statusCode: 429,
    code: 'TooManyRequests',
    message: `Your organization reads more than ${linesPerSecond} lines of logs a second, which is as many as it may`,
    retryAfterSeconds: Math.max(1, retryAfterSeconds),
  });
}

/** 409: there is no log yet, and why. */
export function containerNotStarted(
  why = 'It has no pods now.',
): ModelApiError {
  return new ModelApiError('ConflictError', {
    statusCode: 409,
    code: 'ContainerNotStarted',
    message: `No container has started, so that there is no log: ${why}`,
    retryAfterSeconds: 5,
  });
}

/** 404 */
export function podNotFound(pod: string): ModelApiError {
  return new ModelApiError('NotFoundError', {
    statusCode: 404,
    code: 'PodNotFound',
    message: `The model has no pod ${pod} (any more)`,
  });
}

/** 404 */
export function noPreviousLog(): ModelApiError {
  return new ModelApiError('NotFoundError', {
    statusCode: 404,
    code: 'NoPreviousLog',
    message:
      'No container has ended before, or its log is not kept any more: leave previous out',
  });
}

/** 409 */
export function conflict(
  code: string,
  message: string,
  retryAfterSeconds?: number,
): ModelApiError {
  return new ModelApiError('ConflictError', {
    statusCode: 409,
    code,
    message,
    retryAfterSeconds,
  });
}

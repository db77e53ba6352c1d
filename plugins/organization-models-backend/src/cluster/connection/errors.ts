import { CustomErrorBase } from '@backstage/errors';
import type { Dispatcher } from 'undici';
import { OWNER_LABELS } from '../../domain/ownership/ownership';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import {
  describeMissingRight,
  readMissingRight,
} from '../../domain/rights/MissingRight';

/** The `Status` object with which the API server explains a refusal. */
export type KubernetesStatus = {
  code?: number;
  message?: string;
  reason?: string;
  details?: {
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
};

/** The API server answered, and said no. */
export class ClusterRequestError extends CustomErrorBase {
  name = 'ClusterRequestError' as const;
  /** The portal's account may not do it, as its roles are. */
  readonly lacksRight: boolean;

  private constructor(
    readonly cluster: string,
    readonly status: number,
    /** Kubernetes' own reason, for instance `Forbidden`, `Conflict`. */
    readonly reason: string,
    message: string,
    readonly causes: { reason?: string; message?: string; field?: string }[],
    /** Seconds after which the API server wants to be asked again. */
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(explain(status, message));
    this.lacksRight = status === 403 && readMissingRight(message) !== undefined;
  }

  static async fromResponse(
    cluster: string,
    { statusCode, statusText, headers, body }: Dispatcher.ResponseData,
  ): Promise<ClusterRequestError> {
    const retryAfterSeconds = Number(headers['retry-after']) || undefined;
    const text = await body.text();
    const answer = { statusCode, statusText, text, retryAfterSeconds };
    return ClusterRequestError.fromText(cluster, answer);
  }

  static fromText(
    cluster: string,
    answer: {
      statusCode: number;
      statusText: string;
      text: string;
      retryAfterSeconds?: number;
    },
  ): ClusterRequestError {
    const { statusCode, statusText, text, retryAfterSeconds } = answer;
    const { reason, message, details } = parseStatus(text);
    return new ClusterRequestError(
      cluster,
      statusCode,
      reason ?? statusText,
      message ?? text.slice(0, 500),
      details?.causes ?? [],
      retryAfterSeconds ?? details?.retryAfterSeconds,
    );
  }

  /** Of a refusal in the middle of an answer, as watches get them. */
  static fromStatus(
    cluster: string,
    { code = 500, reason = '', message = reason, details }: KubernetesStatus,
  ): ClusterRequestError {
    return new ClusterRequestError(
      cluster,
      code,
      reason,
      message,
      details?.causes ?? [],
      details?.retryAfterSeconds,
    );
  }

  /**
   * Trying the same again may help: throttled, overloaded, or raced. An API
   * server that has just started calls Services invalid until it may give them
   * addresses.
   */
  get isTransient(): boolean {
    return (
      this.status === 429 ||
      this.status >= 500 ||
      this.status === 409 ||
      this.message.includes('allocator not ready')
    );
  }
}

/**
 * Nobody answered: refused, timed out, name not found, TLS failed, overloaded.
 * Answered to users as 503 `ClusterUnavailable`.
 */
export class ClusterUnreachableError extends CustomErrorBase {
  name = 'ServiceUnavailableError' as const;
  readonly statusCode = 503;
  readonly code = 'ClusterUnavailable';
  readonly retryAfterSeconds = 10;

  /** @param cause - also what the API server says, when that passes by itself */
  constructor(readonly cluster: string, cause: unknown) {
    const trouble =
      cause instanceof ClusterRequestError
        ? 'answers, but cannot do it now'
        : 'cannot be reached';
    super(`Cluster ${cluster} ${trouble}: ${rootMessage(cause)}`);
  }
}

/** An object that we would write is there, and belongs to somebody else. */
export class ForeignObjectError extends CustomErrorBase {
  name = 'ConflictError' as const;
  readonly statusCode = 409;
  readonly code = 'ModelNameTaken';

  constructor(kind: string, name: string) {
    super(`There is a ${kind} ${name} already, which is left alone`);
  }
}

/** 400: the API server does not want an object, and says why. */
export class ClusterRefusalError extends CustomErrorBase {
  name = 'InputError' as const;
  readonly statusCode = 400;
  readonly code = 'RejectedByCluster';

  constructor({ message }: ClusterRequestError) {
    super(message);
  }
}

/** As `ClusterRefusalError` of a Secret; its words, without the content. */
export class SecretRefusedError extends CustomErrorBase {
  name = 'InputError' as const;
  readonly statusCode = 400;
  readonly code = 'RejectedByCluster';

  constructor({ message }: ClusterRequestError, secret: Manifest) {
    super(withoutContent(message, secret));
  }
}

// A policy of the cluster may quote what it refuses
function withoutContent(text: string, { data }: Manifest): string {
  return Object.values((data ?? {}) as Record<string, string>)
    .flatMap(value => [value, Buffer.from(value, 'base64').toString('utf8')])
    .reduce((masked, value) => masked.replaceAll(value, '********'), text);
}

/** An organization's namespace would be one that somebody else made. */
export class ForeignNamespaceError extends CustomErrorBase {
  name = 'InputError' as const;
  readonly statusCode = 400;
  readonly code = 'RejectedByCluster';

  constructor(namespace: string, labels: Record<string, string>) {
    const wanted = [OWNER_LABELS.installation, OWNER_LABELS.organization].map(
      label => `${label}=${labels[label]}`,
    );
    super(
      `The namespace ${namespace} is there and not known as this organization's: whoever runs the cluster hands it over by the labels ${wanted.join(
        ' and ',
      )}`,
    );
  }
}

/** The namespace of an organization cannot be made as it has to be. */
export class NamespaceRejectedError extends CustomErrorBase {
  name = 'InputError' as const;
  readonly statusCode = 400;
  readonly code = 'RejectedByCluster';

  constructor(namespace: string, message: string) {
    super(`The namespace ${namespace} cannot be made: ${message}`);
  }
}

// Whoever reads it may know nothing of RBAC, and has to be told what to ask for
function explain(status: number, message: string): string {
  const missing = status === 403 ? readMissingRight(message) : undefined;
  return missing ? describeMissingRight(missing) : message;
}

function parseStatus(text: string): KubernetesStatus {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy in between answers in HTML or plain text
    return {};
  }
}

function rootMessage(error: unknown): string {
  if (error instanceof Error) {
    return error.cause instanceof Error
      ? rootMessage(error.cause)
      : error.message || error.name;
  }
  return String(error);
}

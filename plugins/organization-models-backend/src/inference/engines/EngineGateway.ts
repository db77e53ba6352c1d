import type { Readable } from 'node:stream';

/** A pod in which an engine listens. */
export type EnginePod = {
  cluster: string;
  namespace: string;
  name: string;
  uid: string;
  address?: string;
  port: number;
};

export type EngineResponse = {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  body: Readable & { text(): Promise<string> };
};

/** The part of a cluster that talking to a model needs. */
export interface EngineGateway {
  /**
   * @throws an error named `PodUnreachableError` when nothing was sent; another
   * pod may be asked then. With a `remedy` no pod can be reached until that is
   * done
   */
  request(
    pod: EnginePod,
    asked: {
      method: 'GET' | 'POST';
      path: string;
      headers?: Record<string, string>;
      body?: Buffer;
      /** Ends the request, and tells the engine by ending its connection. */
      signal?: AbortSignal;
      firstByteTimeoutMs?: number;
      silenceTimeoutMs?: number;
    },
  ): Promise<EngineResponse>;
}

/** What somebody has to do before pods can be reached at all. */
export function remedyOf(error: unknown): string | undefined {
  return isUnreachable(error)
    ? (error as { remedy?: string }).remedy
    : undefined;
}

export function isUnreachable(error: unknown): boolean {
  return (error as Error | undefined)?.name === 'PodUnreachableError';
}

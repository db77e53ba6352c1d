import type { JsonPatch } from '../cluster/objects/ClusterObjects';
import { ClusterRequestError } from '../cluster/connection/errors';
import type { RawObject } from '../cluster/connection/RawObject';

/**
 * An object in a cluster whose controller writes its status just before the
 * first patches arrive. Of patches only what they test is looked at.
 */
export class ContendedObject {
  readonly patched: JsonPatch[] = [];
  #version = 1;
  #races: number;

  constructor(
    private readonly content: { kind: string; [field: string]: unknown },
    private readonly options: { races: number; replaced?: boolean },
  ) {
    this.#races = options.races;
  }

  read = async (): Promise<RawObject> => ({
    ...this.content,
    metadata: {
      ...{ name: 'qwen', namespace: 'models', uid: this.#uid },
      resourceVersion: String(this.#version),
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
  });

  /** @throws as the API server refuses a patch of which a test fails */
  patch = async (operations: JsonPatch): Promise<RawObject> => {
    if (this.#races > 0) {
      this.#races--;
      this.#version++;
    }
    const { metadata } = await this.read();
    for (const { op, path, value } of operations) {
      const field = path.split('/').at(-1) as 'uid' | 'resourceVersion';
      if (op === 'test' && metadata[field] !== value) {
        throw ClusterRequestError.fromStatus('test', {
          code: 422,
          reason: 'Invalid',
          message:
            'the server rejected our request due to an error in our request',
        });
      }
    }
    this.patched.push(operations);
    this.#version++;
    return this.read();
  };

  get #uid() {
    return this.options.replaced && this.#version > 1 ? 'uid-2' : 'uid-1';
  }
}

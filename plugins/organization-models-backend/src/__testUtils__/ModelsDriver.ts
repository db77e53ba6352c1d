import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { waitFor } from '@orgmodels/dev-cluster';
import type { ApiCaller } from './startPortal';

type Fields = Record<string, unknown>;

/** What tests do with models over HTTP, and what they wait for. */
export class ModelsDriver {
  constructor(private readonly api: () => ApiCaller) {}

  post(name: string, fields: Fields = {}) {
    return this.api()
      .post('/')
      .send({
        name,
        model_type: 'chat',
        huggingface_id: 'Qwen/Qwen3-0.6B',
        deployment_config: { gpu_count: 0 },
        ...fields,
      });
  }

  /** @returns the id */
  async create(name: string, fields: Fields = {}): Promise<string> {
    const { body } = await this.post(name, fields).expect(201);
    return body.model.id;
  }

  async createRunning(name: string, fields: Fields = {}): Promise<string> {
    const id = await this.create(name, fields);
    await this.waitForStatus(id, 'running');
    return id;
  }

  async read(id: string): Promise<Model> {
    const { body } = await this.api().get(`/${id}`).expect(200);
    return body.model;
  }

  async list(): Promise<Model[]> {
    const { body } = await this.api().get('/?limit=500').expect(200);
    return body.models;
  }

  async readHistory(id: string): Promise<{ code: string; message: string }[]> {
    const { body } = await this.api().get(`/${id}/history`).expect(200);
    return body.entries;
  }

  /** Waits until the API accepts models. */
  waitUntilReady(): Promise<unknown> {
    return waitFor(
      'a ready cluster',
      async () => {
        const { body } = await this.api().get('/status');
        return body.cluster_status?.ready || fail(body);
      },
      { timeoutMs: 60_000, intervalMs: 200 },
    );
  }

  /** Waits until a model is as described. */
  waitForModel(
    id: string,
    description: string,
    isSo: (model: Model) => boolean,
    timeoutMs = 30_000,
  ): Promise<Model> {
    return waitFor(
      `the model to be ${description}`,
      async () => {
        const model = await this.read(id);
        const { status, status_reason, conditions } = model;
        return isSo(model)
          ? model
          : fail({ status, status_reason, conditions });
      },
      { timeoutMs, intervalMs: 100 },
    );
  }

  waitForStatus(id: string, status: string, timeoutMs?: number) {
    return this.waitForModel(
      id,
      status,
      model => model.status === status,
      timeoutMs,
    );
  }

  async waitUntilGone(id: string, timeoutMs = 30_000): Promise<void> {
    await waitFor(
      `the model ${id} to be gone`,
      async () => {
        const { status, body } = await this.api().get(`/${id}`);
        return status === 404 || fail(body);
      },
      { timeoutMs, intervalMs: 100 },
    );
  }
}

/** The condition of a type. */
export function conditionOf({ conditions }: Model, type: string) {
  return conditions.find(condition => condition.type === type);
}

function fail(seen: unknown): never {
  throw new Error(JSON.stringify(seen));
}

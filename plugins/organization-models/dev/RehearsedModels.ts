import type {
  AdoptBody,
  CallerOrganizations,
  CreateBody,
  CreatedKey,
  Diagnosis,
  Events,
  ForgottenModel,
  Generation,
  History,
  KeyBody,
  KeyList,
  ListQuery,
  Manifests,
  Model,
  ModelLoads,
  ModelMetrics,
  ModelList,
  OrganizationToken,
  OrganizationTokenList,
  Plan,
  Pods,
  Quota,
  QuotaLimits,
  StatusAnswer,
  Usage,
  WorkloadList,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { OrganizationModelsApi } from '../src';
import { apiError } from '../src/__testUtils__/apiError';
import { buildStatusAnswer } from '../src/__testUtils__/buildClusterStatus';
import { buildModel, minutesAgo } from '../src/__testUtils__/buildModel';
import { buildPlan } from '../src/__testUtils__/buildPlan';
import { EXAMPLE_MODELS } from './exampleModels';

const DELETION_MS = 8_000;

/** Plays the API in the browser's memory, to look at pages by themselves. */
export class RehearsedModels implements OrganizationModelsApi {
  #models = [...EXAMPLE_MODELS];
  #limits: QuotaLimits = { models: 10, gpus: 16 };

  async getStatus(): Promise<StatusAnswer> {
    return buildStatusAnswer({ quota: await this.getQuota() });
  }

  async getOrganizations(): Promise<CallerOrganizations> {
    return { organizations: ['group:default/acme'], reads_all: true };
  }

  async getQuota(): Promise<Quota> {
    return {
      organization_id: 'group:default/acme',
      hard: this.#limits,
      used: { models: 5, gpus: 9, cpu: '18', memory: '144Gi' },
      source: 'override',
    };
  }

  async updateQuota(hard: QuotaLimits | null): Promise<Quota> {
    this.#limits = hard ?? {};
    return this.getQuota();
  }

  async listModels(query: ListQuery = {}): Promise<ModelList> {
    const statuses = [query.status ?? []].flat();
    const models = this.#models.filter(
      model =>
        (statuses.length === 0 || statuses.includes(model.status)) &&
        `${model.name} ${model.display_name}`.includes(query.q ?? ''),
    );
    return { models, total: models.length };
  }

  async listWorkloads(): Promise<WorkloadList> {
    const workload = {
      name: 'llama-by-hand',
      namespace: 'models',
      cluster: 'default',
      is_managed: false,
      kind: 'Deployment',
      status: 'running' as const,
      replicas: { desired: 1, ready: 1, available: 1, updated: 1 },
      created_at: minutesAgo(90),
    };
    return { models: [workload], total: 1 };
  }

  async listTokens(): Promise<OrganizationTokenList> {
    return { tokens: [] };
  }

  async putToken(name: string): Promise<OrganizationToken> {
    return {
      name,
      updated_by: 'user:default/guest',
      updated_at: minutesAgo(0),
      clusters: ['rehearsed'],
    };
  }

  async deleteToken(): Promise<void> {}

  async listKeys(): Promise<KeyList> {
    return { keys: [] };
  }

  async createKey({ name }: KeyBody): Promise<CreatedKey> {
    return {
      key: {
        id: 'key_00000000000000000001',
        name,
        prefix: 'om_rehear',
        models: null,
        expires_at: null,
        limits: {},
        created_by: 'user:default/guest',
        created_at: minutesAgo(0),
        last_used_at: null,
      },
      secret: 'om_rehearsed',
    };
  }

  async deleteKey(): Promise<void> {}

  async getUsage(): Promise<Usage> {
    const [from, to] = [minutesAgo(60), minutesAgo(0)].map(time =>
      time.slice(0, 10),
    );
    const total = {
      requests: 0,
      errors: 0,
      prompt_tokens: 0,
      cached_tokens: 0,
      completion_tokens: 0,
    };
    return { from, to, usage: [], total };
  }

  async getOpenAiUrl(id = 'openai'): Promise<string> {
    return `/v1/organization/models/${id}/v1`;
  }

  async planModel(body: CreateBody): Promise<Plan> {
    if (Number(body.deployment_config?.gpu_count) > 8) {
      throw await apiError(400, {
        message:
          '9 GPUs of one node are wanted for each replica; the largest node has 8',
        code: 'InsufficientClusterResources',
        details: { reason: 'never', hint: 'Ask for at most 8 GPUs' },
      });
    }
    return buildPlan({
      model: this.#toModel(body),
      warnings: [
        {
          code: 'EstimatedMemory',
          message: 'The memory which the model needs is only estimated',
        },
      ],
    });
  }

  async createModel(body: CreateBody): Promise<Model> {
    const model = this.#toModel(body);
    this.#models = [model, ...this.#models];
    return model;
  }

  async getModel(id: string): Promise<Model> {
    const model = this.#models.find(candidate => candidate.id === id);
    if (!model) {
      throw await apiError(404, {
        message: 'There is no such model',
        code: 'ModelNotFound',
      });
    }
    return model;
  }

  async updateModel(id: string, body: Partial<Model>): Promise<Model> {
    const model = await this.getModel(id);
    const status = body.desired_state === 'stopped' ? 'stopped' : 'pending';
    return this.#put({ ...model, ...body, status, status_reason: undefined });
  }

  async planUpdate(): Promise<Plan> {
    return buildPlan();
  }

  async refreshModel(id: string): Promise<Model> {
    return this.getModel(id);
  }

  async planRefresh(): Promise<Plan> {
    return buildPlan();
  }

  async planRelease(): Promise<Plan> {
    return buildPlan();
  }

  async releaseModel(id: string): Promise<Model> {
    const model = await this.getModel(id);
    await this.deleteModel(id);
    return { ...model, status: 'deleting' };
  }

  async planTransfer(): Promise<Plan> {
    return buildPlan();
  }

  async transferModel(id: string): Promise<Model> {
    return this.releaseModel(id);
  }

  async pauseHealing(id: string): Promise<Model> {
    const paused = new Date(Date.now() + 3_600_000).toISOString();
    const model = await this.getModel(id);
    return this.#put({ ...model, healing_paused_until: paused });
  }

  async resumeHealing(id: string): Promise<Model> {
    const { healing_paused_until: _, ...model } = await this.getModel(id);
    return this.#put(model);
  }

  async planAdoption(): Promise<Plan> {
    return buildPlan();
  }

  async adoptWorkload({ name }: AdoptBody): Promise<Model> {
    return this.createModel({ name, model_type: 'chat' });
  }

  async planDeletion(): Promise<Plan> {
    return buildPlan();
  }

  async planRollback(): Promise<Plan> {
    return buildPlan();
  }

  async rollbackModel(id: string): Promise<Model> {
    const model = await this.getModel(id);
    const generation = model.generation + 1;
    return this.#put({ ...model, generation, status: 'updating' });
  }

  waitForModel(id: string): Promise<Model> {
    return this.getModel(id);
  }

  async watchModel(id: string): Promise<Response> {
    const state = JSON.stringify(await this.getModel(id));
    return streamLines([`event: state`, `data: ${state}\n`], { paused: true });
  }

  async getGeneration(id: string, generation: number): Promise<Generation> {
    const model = await this.getModel(id);
    return {
      generation,
      created_at: model.created_at,
      created_by: model.created_by,
      is_current: generation === model.generation,
      spec: { name: model.name, display_name: model.display_name },
      changes: [],
    };
  }

  async deleteModel(id: string): Promise<void> {
    const model = await this.getModel(id);
    this.#put({ ...model, status: 'deleting' });
    setTimeout(() => {
      this.#models = this.#models.filter(other => other.id !== id);
    }, DELETION_MS);
  }

  async forgetModel(id: string): Promise<ForgottenModel> {
    const { name, cluster, namespace } = await this.getModel(id);
    this.#models = this.#models.filter(other => other.id !== id);
    return {
      id,
      name,
      cluster,
      namespace,
      label_selector: '',
      message: 'Nothing is left',
    };
  }

  async getHistory(): Promise<History> {
    return {
      entries: [
        {
          id: '2',
          at: minutesAgo(90),
          kind: 'status',
          code: 'Running',
          message: 'The model runs',
        },
        {
          id: '1',
          at: minutesAgo(95),
          kind: 'action',
          code: 'Updated',
          message: 'Changed by its owner',
          actor: 'user:default/acme-engineer',
          generation: 2,
          changes: [{ path: 'deployment_config.replicas', from: 1, to: 2 }],
        },
      ],
    };
  }

  async getManifests(id: string): Promise<Manifests> {
    const { name, namespace } = await this.getModel(id);
    const metadata = {
      name,
      namespace,
      labels: { 'model.aibrix.ai/name': name },
    };
    return {
      manifests: [
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata },
        { apiVersion: 'v1', kind: 'Service', metadata },
      ],
    };
  }

  async getPods(id: string): Promise<Pods> {
    const { name } = await this.getModel(id);
    return {
      observed_at: minutesAgo(0),
      pods: [
        {
          name: `${name}-6c9f7d8b5-x2x7k`,
          phase: 'Running',
          ready: true,
          restarts: 0,
          node: 'gpu-h100-0',
          created_at: minutesAgo(95),
          current: true,
        },
        {
          name: `${name}-5b4c6d7f8-q9w8e`,
          phase: 'Pending',
          ready: false,
          restarts: 4,
          created_at: minutesAgo(200),
          current: false,
          reason: {
            code: 'CrashLoopBackOff',
            message: 'The engine ends with exit code 137: out of memory',
            hint: 'Give it more memory in requirements.memory',
          },
        },
      ],
    };
  }

  async getLogs(id: string, { follow = false } = {}): Promise<Response> {
    const { name } = await this.getModel(id);
    const line = (number: number) => ({
      time: minutesAgo(3 - number / 20),
      pod: `${name}-5d8f7c-x2k9p`,
      container: 'model',
      line: `INFO [loggers.py:259] Engine 000: running ${number % 9} requests`,
    });
    return streamLines(
      Array.from({ length: 60 }, (_, number) => JSON.stringify(line(number))),
      { paused: follow },
    );
  }

  async callModel(id: string): Promise<Response> {
    const { name } = await this.getModel(id);
    const words = ['**Rehearsed**', ' words', ' of', ` \`${name}\``, '.'];
    const chunks = words.map(content => ({
      choices: [{ delta: { content } }],
    }));
    const usage = { prompt_tokens: 9, completion_tokens: words.length };
    return streamLines(
      [...chunks, { choices: [], usage }]
        .map(chunk => `data: ${JSON.stringify(chunk)}\n`)
        .concat('data: [DONE]\n'),
      { paused: true },
    );
  }

  async getDiagnosis(): Promise<Diagnosis> {
    return {
      findings: [],
      timeline: [],
      earlier_starts: [],
      observed_at: minutesAgo(0),
    };
  }

  async getLoads(): Promise<ModelLoads> {
    return { metrics: [] };
  }

  async getMetrics(): Promise<ModelMetrics> {
    return {
      source: 'scraped',
      from: minutesAgo(60),
      to: minutesAgo(0),
      step_seconds: 30,
      series: [],
      marks: [],
    };
  }

  async getEvents(): Promise<Events> {
    return {
      observed_at: minutesAgo(0),
      events: [
        {
          type: 'Warning',
          reason: 'BackOff',
          message: 'Back-off restarting failed container',
          object: 'Pod/qwen3-8b-5b4c6d7f8-q9w8e',
          count: 12,
          first_at: minutesAgo(190),
          last_at: minutesAgo(2),
        },
        {
          type: 'Normal',
          reason: 'Scheduled',
          message: 'Successfully assigned models-acme/qwen3-8b to gpu-h100-0',
          object: 'Pod/qwen3-8b-6c9f7d8b5-x2x7k',
          count: 1,
          first_at: minutesAgo(95),
          last_at: minutesAgo(95),
        },
      ],
    };
  }

  #put(model: Model): Model {
    this.#models = this.#models.map(other =>
      other.id === model.id ? model : other,
    );
    return model;
  }

  #toModel(body: CreateBody): Model {
    return buildModel({
      id: `mdl_${Math.random().toString(36).slice(2).padEnd(16, '0')}`,
      name: body.name,
      display_name: body.display_name ?? body.name,
      huggingface_id: body.huggingface_id,
      model_type: body.model_type,
      status: 'creating',
      status_reason: {
        code: 'PullingImage',
        message: 'The image is being pulled',
      },
      replicas: { desired: 1, ready: 0, available: 0, updated: 1 },
      created_at: minutesAgo(0),
    });
  }
}

const LINE_MS = 200;

function streamLines(lines: string[], options: { paused: boolean }): Response {
  const left = [...lines];
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream({
      async pull(controller) {
        const line = left.shift();
        if (line === undefined) {
          controller.close();
          return;
        }
        if (options.paused) {
          await new Promise(resolve => setTimeout(resolve, LINE_MS));
        }
        controller.enqueue(encoder.encode(`${line}\n`));
      },
    }),
  );
}

import type {
  LogLine,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { defineAction, modelId } from './ModelAction';
import { untrustedData, untrustedText } from './untrusted';

/** Characters of a log, and of one text of a diagnosis, that an agent is given. */
const LONGEST_LOG = 32_000;
const LONGEST_TEXT = 2_000;

const effect = { readOnly: true, destructive: false, idempotent: true };

const listModels = defineAction({
  name: 'list-models',
  title: 'List models',
  description:
    'Lists the AI models that the organization runs on its Kubernetes clusters, with status and the reason of it. For one model in full, use get-model.',
  effect,
  input: z => ({
    status: z
      .array(z.string())
      .optional()
      .describe('One of these, such as running, failed, pending or stopped'),
    query: z.string().optional().describe('A part of name or description'),
    limit: z.number().int().min(1).max(100).optional().describe('Default 20'),
    cursor: z
      .string()
      .optional()
      .describe('The next_cursor of the page before'),
  }),
  async run({ query: q, limit = 20, ...filters }, { client, options }) {
    const list = await client.listModels({ ...filters, q, limit }, options);
    return { ...list, models: list.models.map(toSummary) };
  },
});

const getModel = defineAction({
  name: 'get-model',
  title: 'Get a model',
  description:
    'Shows a model: its spec, status with reason and hint, replicas, endpoint and generation.',
  effect,
  input: z => ({ id: modelId(z) }),
  run: async ({ id }, { client, options }) => ({
    model: await client.getModel(id, options),
  }),
});

const diagnoseModel = defineAction({
  name: 'diagnose-model',
  title: 'Diagnose a model',
  description:
    'Says why a model is not as it should be: findings, the cause first, each with its evidence and, where one is known, a fix – a body for update-model. Also how far the start of the newest pod is. No finding means that nothing is known to be wrong.',
  effect,
  input: z => ({ id: modelId(z) }),
  run: async ({ id }, { client, options }) => ({
    diagnosis: untrustedData(
      await client.getDiagnosis(id, options),
      LONGEST_TEXT,
    ),
  }),
});

const readLogs = defineAction({
  name: 'read-model-logs',
  title: 'Read logs of a model',
  description:
    'The last lines that the containers of a model wrote, secrets masked. Use diagnose-model first: it has read them.',
  effect,
  input: z => ({
    id: modelId(z),
    lines: z
      .number()
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .describe('So many of the end of each container, 200 by default'),
    previous: z
      .boolean()
      .optional()
      .describe('Of the run that ended last, instead of the present one'),
  }),
  async run({ id, lines = 200, previous }, { client, options }) {
    const query = { tail_lines: lines, previous };
    const answer = await client.getLogs(id, query, options);
    const text = (await answer.text()).trim();
    const read: LogLine[] = text
      ? text.split('\n').map(line => JSON.parse(line))
      : [];
    return {
      log: untrustedText(
        read.map(({ pod, line }) => `${pod}: ${line}`).join('\n'),
        LONGEST_LOG,
      ),
    };
  },
});

const readMetrics = defineAction({
  name: 'read-model-metrics',
  title: 'Read metrics of a model',
  description:
    'Series of a model over a time: requests, errors, latency, time to first token, tokens per second, waiting requests, KV cache, GPUs, replicas. A value that is not there is null, with the reason.',
  effect,
  input: z => ({
    id: modelId(z),
    range: z.string().optional().describe('Such as 15m or 1h, the default'),
    step: z.string().optional().describe('Such as 1m; default: a 30th of it'),
  }),
  run: async ({ id, ...query }, { client, options }) => ({
    metrics: await client.getMetrics(id, query, options),
  }),
});

const readUsage = defineAction({
  name: 'read-model-usage',
  title: 'Read usage of models',
  description:
    'Requests, tokens, GPU hours and, where prices are known, cost of the models of the organization, by day, model, key or user.',
  effect,
  input: z => ({
    from: z.string().optional().describe('First day, such as 2026-11-01'),
    to: z.string().optional().describe('Last day, included'),
    group_by: z.enum(['day', 'model', 'key', 'user']).optional(),
  }),
  run: async (query, { client, options }) => ({
    usage: await client.getUsage(query, options),
  }),
});

/** What an agent can find out. */
export const readActions = [
  listModels,
  getModel,
  diagnoseModel,
  readLogs,
  readMetrics,
  readUsage,
];

function toSummary(model: Model) {
  const { id, name, display_name, model_type, huggingface_id } = model;
  const { status, status_reason, replicas, generation } = model;
  return {
    ...{ id, name, display_name, model_type, huggingface_id },
    ...{ status, status_reason, replicas, generation },
  };
}

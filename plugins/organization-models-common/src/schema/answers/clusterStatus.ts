import { z } from 'zod';
import { quotaLimits } from '../quota';

const gpuNode = z
  .object({
    node_name: z.string(),
    gpu_type: z.string(),
    vendor: z.string(),
    resource_name: z.string().meta({ examples: ['nvidia.com/gpu'] }),
    gpu_count: z.int(),
    available_gpus: z.int(),
    vram_per_gpu: z
      .string()
      .optional()
      .meta({ examples: ['80Gi'] }),
    total_vram: z.string().optional(),
    available_vram: z.string().optional(),
    schedulable: z.boolean(),
    reason: z.string().optional().meta({
      description: 'Why nothing can be placed there, where it cannot',
    }),
  })
  .meta({ id: 'GpuNode' });

const blocker = z
  .object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
  })
  .meta({ id: 'Blocker' });

const component = z
  .object({
    name: z.string(),
    required: z.boolean(),
    installed: z.boolean().nullable(),
    served_version: z.string().optional(),
    healthy: z.boolean().nullable().meta({
      description: 'null when nobody could look',
    }),
    message: z.string().optional(),
  })
  .meta({ id: 'Component' });

const storageClass = z
  .object({ name: z.string(), provisioner: z.string(), default: z.boolean() })
  .meta({ id: 'StorageClass' });

const timestamp = z.string().meta({ format: 'date-time' });

const staleWatch = z
  .object({
    watch: z.string().meta({ examples: ['pods'] }),
    since: timestamp,
    message: z.string(),
  })
  .meta({ id: 'StaleWatch' });

const leftover = z
  .object({
    model_id: z.string(),
    objects: z.array(
      z.object({ kind: z.string(), namespace: z.string(), name: z.string() }),
    ),
    observed_at: timestamp.meta({
      description: 'When any of it was seen to change last',
    }),
    message: z.string(),
    hint: z.string(),
  })
  .meta({ id: 'Leftover' });

const clusterFacts = {
  name: z.string(),
  ready: z.boolean(),
  state: z.enum(['Ready', 'NotReady', 'Unknown']).meta({
    description:
      'Unknown: the cluster cannot be reached; the facts are the last known ones',
  }),
  message: z.string().optional().meta({
    description: 'Why it cannot be reached, or that its API server is slow',
  }),
  blockers: z.array(blocker),
  has_gpus: z.boolean(),
  total_nodes: z.int(),
  total_gpus: z.int(),
  available_gpus: z.int(),
  gpu_nodes: z.array(gpuNode),
  gpu_operator_ok: z.boolean(),
  aibrix_ok: z.boolean(),
  kuberay_ok: z.boolean(),
  envoy_gateway_ok: z.boolean(),
  prometheus_operator_ok: z.boolean(),
  components: z.array(component),
  storage_classes: z.array(storageClass),
  kubernetes_version: z.string().optional(),
  observed_at: timestamp.optional().meta({
    description: 'When it last answered, reading from its storage',
  }),
  watched_at: timestamp.optional().meta({
    description: 'Until then all that happened to models is known',
  }),
  stale: z.array(staleWatch).meta({
    description: 'What is to be watched and cannot be now, and why',
  }),
  leftovers: z.array(leftover).meta({
    description:
      "Objects of the organization's models that are not there, as a crash may leave them; never removed by itself",
  }),
};

export const clusterStatus = z
  .object(clusterFacts)
  .meta({ id: 'ClusterStatus' });

/** The answer of `GET /status`; with several clusters, the first is the default one. */
export const statusAnswer = z
  .object({
    organization_id: z.string(),
    cluster_status: clusterStatus.extend({
      quota: quotaLimits.optional(),
      clusters: z.array(clusterStatus).optional(),
    }),
  })
  .meta({ id: 'StatusAnswer' });

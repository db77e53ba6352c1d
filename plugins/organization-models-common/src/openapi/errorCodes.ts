import { z } from 'zod';
import { statusReason } from '../schema/answers/modelView';
import { quotaUse } from '../schema/answers/plan';

const fieldProblems = z
  .array(z.object({ field: z.string(), message: z.string() }))
  .meta({
    description:
      'Every field that is wrong; parameters and headers by their names',
  });

const insufficient = z.object({
  reason: z.enum(['never', 'now']).meta({
    description:
      'never: no node could hold a replica, even empty; now: it has to wait for free resources',
  }),
  suggestion: z.string().optional(),
  field: z.string().optional(),
  message: z.string().optional(),
  wanted_replicas: z.int().optional(),
  fitting_replicas: z.int().optional(),
  best_nodes: z
    .array(
      z.object({
        node_name: z.string(),
        free: z.record(z.string(), z.number()),
        reason: z.string().optional(),
      }),
    )
    .optional(),
});

const quotaDetails = z.array(quotaUse).meta({
  description: 'The limits that it goes over',
});

const waitedFor = z.object({
  status: z.string(),
  status_reason: statusReason.optional(),
});

/**
 * The refusals of the API by their stable `code`: the status, when it is
 * answered, and what `details` hold.
 */
export const ERROR_CODES = {
  InvalidRequest: {
    status: 400,
    when: 'Fields, parameters or headers are wrong, each named with what to write instead',
    details: fieldProblems,
  },
  OrganizationNeeded: {
    status: 400,
    when: 'The caller has several organizations and named none in `X-Organization`',
    details: z.object({ choices: z.array(z.string()) }),
  },
  InsufficientClusterResources: {
    status: 400,
    when: 'No node can ever hold one replica, or not enough is free now',
    details: insufficient,
  },
  QuotaExceeded: {
    status: 400,
    when: "It goes over a ResourceQuota or the organization's own limits",
    details: quotaDetails,
  },
  RejectedByCluster: {
    status: 400,
    when: 'The API server itself refuses, in its own words',
    details: undefined,
  },
  NotInKubernetes: {
    status: 403,
    when: 'No cluster is configured',
    details: undefined,
  },
  MissingCrd: {
    status: 403,
    when: 'A resource definition that is required is not served; says how to install it',
    details: undefined,
  },
  ModelNotFound: {
    status: 404,
    when: 'There is no such model, or it is not of this organization',
    details: undefined,
  },
  WorkloadNotFound: {
    status: 404,
    when: 'There is no such Deployment, or it is a model already',
    details: undefined,
  },
  NotAdoptable: {
    status: 409,
    when: 'The workload is kept by others, belongs to the cluster itself, or is about to go; says which',
    details: z.object({ reason: z.string() }),
  },
  NotTransferable: {
    status: 409,
    when: 'The model cannot leave its namespace, which belongs to its organization, or that organization has it already',
    details: undefined,
  },
  PodNotFound: {
    status: 404,
    when: 'The model has no such pod (any more)',
    details: undefined,
  },
  NoPreviousLog: {
    status: 404,
    when: 'No container has ended before, or its log is not kept any more',
    details: undefined,
  },
  ContainerNotStarted: {
    status: 409,
    when: 'No container has started yet, so that there is no log; says why',
    details: undefined,
  },
  KeyNotFound: {
    status: 404,
    when: 'There is no such key, it was revoked, or it is not of this organization',
    details: undefined,
  },
  ModelNameTaken: {
    status: 409,
    when: 'The name is in use in that cluster, whoever has it',
    details: undefined,
  },
  PlanOutdated: {
    status: 409,
    when: 'The plan of `plan_hash` no longer holds',
    details: undefined,
  },
  IdempotencyKeyReused: {
    status: 409,
    when: 'The `Idempotency-Key` came with another body before, or the first request is still at work (with `Retry-After`)',
    details: undefined,
  },
  ModelDeleting: {
    status: 409,
    when: 'The model is being deleted',
    details: undefined,
  },
  GenerationNotFound: {
    status: 404,
    when: 'The model has no such generation, or it is not kept any more',
    details: undefined,
  },
  ModelFailed: {
    status: 409,
    when: 'What is waited for does not come by itself: the newest generation failed',
    details: waitedFor,
  },
  WaitTimedOut: {
    status: 504,
    when: 'What is waited for did not come in time',
    details: waitedFor,
  },
  ClaimInUse: {
    status: 409,
    when: 'Other models mount the claim that would go with this one; they are named',
    details: undefined,
  },
  GenerationConflict: {
    status: 412,
    when: 'The model has moved on from the generation of `If-Match` or the body',
    details: z.object({ generation: z.int() }),
  },
  BodyTooLarge: {
    status: 413,
    when: 'The body is larger than 1 MB',
    details: fieldProblems,
  },
  UnsupportedBody: {
    status: 415,
    when: 'The body is not `application/json` in UTF-8',
    details: fieldProblems,
  },
  TooManyRequests: {
    status: 429,
    when: 'The organization has sent more requests than the portal lets it, where it limits them; says after how many seconds to try again',
    details: undefined,
  },
  ClusterUnavailable: {
    status: 503,
    when: 'The cluster cannot be reached now; nothing was changed',
    details: undefined,
  },
} satisfies Record<
  string,
  { status: number; when: string; details: z.ZodType | undefined }
>;

/**
 * The `code` of a refusal.
 *
 * @public
 */
export type ErrorCode = keyof typeof ERROR_CODES;

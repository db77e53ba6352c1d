import type { Reason } from './Reason';

/** Why the API server does not let the pods be made. */
export const CREATION_REASONS = {
  QuotaExceeded: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'A quota of the namespace does not allow the pods.',
    hint: 'Stop another model of the namespace, ask for less, or have the quota raised.',
    seen: '`exceeded quota`',
  },
  WaitingForRoom: {
    concern: 'creation',
    severity: 'waiting',
    sentence:
      "The model's own earlier pods still hold the room for the new ones.",
    hint: 'They go when their last requests have ended.',
    seen: 'pods that end, beside a quota or a node that is full',
  },
  QuotaNeedsResources: {
    concern: 'creation',
    severity: 'failure',
    sentence:
      'A quota of the namespace wants every container to state its resources.',
    hint: 'Set requirements.cpu and requirements.memory; for CPU limits, ask for a LimitRange with defaults.',
    seen: '`failed quota: … must specify`',
  },
  PodSecurity: {
    concern: 'creation',
    severity: 'failure',
    sentence: "The namespace's pod security level refuses the pods.",
    hint: 'The cluster adds something to the pods that the level forbids: tell the administrators.',
    seen: '`violates PodSecurity`',
  },
  AdmissionDenied: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'A policy of the cluster refuses the pods.',
    hint: 'Change what the policy names, or ask the administrators.',
    seen: '`admission webhook … denied the request`',
  },
  AdmissionUnavailable: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'A webhook that has to admit the pods does not answer.',
    hint: 'Tell the administrators.',
    seen: '`failed calling webhook`',
  },
  PriorityClassMissing: {
    concern: 'creation',
    severity: 'failure',
    sentence:
      'The cluster does not have the PriorityClass that its configuration names.',
    hint: 'Tell the administrators.',
    seen: '`no PriorityClass with name`',
  },
  RuntimeClassMissing: {
    concern: 'creation',
    severity: 'failure',
    sentence:
      'The cluster does not have the RuntimeClass that its configuration names.',
    hint: 'Tell the administrators.',
    seen: '`RuntimeClass … not found`',
  },
  LimitRange: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'A LimitRange of the namespace refuses the pods.',
    hint: 'Change requirements.cpu and requirements.memory.',
    seen: '`maximum memory usage per Container`',
  },
  ServiceAccountMissing: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'The service account of the pods does not exist.',
    hint: 'Tell the administrators.',
    seen: '`serviceaccount … not found`',
  },
  NamespaceTerminating: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'The namespace is being deleted: nothing new is made in it.',
    hint: 'Tell the administrators.',
    seen: '`because it is being terminated`',
  },
  PodCreationFailed: {
    concern: 'creation',
    severity: 'failure',
    sentence: 'The pods cannot be made.',
    hint: 'See the events of the model.',
    seen: '`FailedCreate`, in words that nobody has a name for yet',
  },
} satisfies Record<string, Reason>;

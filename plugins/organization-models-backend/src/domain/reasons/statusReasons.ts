import type { Reason } from './Reason';

/** Where a model as a whole stands. */
export const STATUS_REASONS = {
  NotApplied: {
    concern: 'apply',
    severity: 'progress',
    sentence: 'The newest spec is about to be applied.',
    seen: 'generation above observed_generation',
  },
  DeploymentPending: {
    concern: 'apply',
    severity: 'progress',
    sentence: 'The Deployment is being made.',
    seen: 'no Deployment yet',
  },
  WaitingForController: {
    concern: 'apply',
    severity: 'progress',
    sentence:
      'The Deployment was changed, and its controller has not seen it yet.',
    seen: 'observedGeneration of the Deployment',
  },
  NotSeenYet: {
    concern: 'apply',
    severity: 'progress',
    sentence:
      'The change was applied, and what the cluster makes of it is not seen yet.',
    seen: 'what is known is older than the answer of the apply',
  },
  ApplyDelayed: {
    concern: 'apply',
    severity: 'warning',
    sentence: 'The cluster cannot take the change now.',
    hint: 'It is tried again by itself.',
    seen: '409, 429 or 5xx of an apply, with its words',
  },
  DriftContested: {
    concern: 'apply',
    severity: 'warning',
    sentence: 'Another manager sets back what is applied, again and again.',
    hint: 'Find out who writes the field, and stop one of the two.',
    seen: 'five heals of one field in ten minutes',
  },
  NotOurs: {
    concern: 'apply',
    severity: 'failure',
    sentence:
      'An object of that name is there already and does not belong to the model.',
    hint: 'Choose another name, or remove the object.',
    seen: 'an object without our labels',
  },
  MissingCrd: {
    concern: 'apply',
    severity: 'failure',
    sentence: 'The cluster does not know the kind of an object.',
    hint: 'Install the component, or leave out what needs it.',
    seen: '404 of an apply that names no object',
  },
  NamespaceMissing: {
    concern: 'apply',
    severity: 'failure',
    sentence: 'The namespace of the model does not exist in the cluster.',
    hint: 'Have the namespace made again, or delete the model.',
    seen: '404 of an apply that names the namespace',
  },
  MissingRight: {
    concern: 'apply',
    severity: 'failure',
    sentence: "The portal's account in the cluster lacks a right.",
    hint: 'Have whoever runs the portal give its account the right: docs/rbac.md lists all of them. It is tried again by itself.',
    seen: '403 of an apply, in the words of RBAC',
  },
  TokenSecretNotShared: {
    concern: 'apply',
    severity: 'failure',
    sentence:
      'The Secret that the model names is not shared with its organization.',
    hint: 'Share it, or name another one.',
    seen: 'label of the Secret',
  },
  RollingOut: {
    concern: 'rollout',
    severity: 'progress',
    sentence: 'New pods take the place of old ones.',
    seen: 'old pods beside new ones',
  },
  ScalingUp: {
    concern: 'rollout',
    severity: 'progress',
    sentence: 'More replicas start.',
    seen: 'fewer replicas than wanted, nothing wrong',
  },
  TooFewReplicas: {
    concern: 'rollout',
    severity: 'warning',
    sentence: 'Fewer replicas are ready than have to be.',
    hint: 'See the events of the model.',
    seen: 'ready < wanted',
  },
  NoReplicaReady: {
    concern: 'rollout',
    severity: 'warning',
    sentence: 'No replica is ready, and the model had served before.',
    hint: 'It comes back by itself if the engine does; otherwise see events and log.',
    seen: 'ready 0 after it was ready',
  },
  Deleting: {
    concern: 'apply',
    severity: 'progress',
    sentence: 'The objects are removed.',
    seen: 'DELETE',
  },
  DeletionDelayed: {
    concern: 'apply',
    severity: 'warning',
    sentence: 'The objects cannot be removed yet.',
    hint: 'It is tried again by itself.',
    seen: 'the answer of the cluster',
  },
  Stopping: {
    concern: 'rollout',
    severity: 'progress',
    sentence: 'The pods end their last requests.',
    seen: 'desired_state: stopped',
  },
  AutoscalerMissing: {
    concern: 'autoscaling',
    severity: 'warning',
    sentence: 'The PodAutoscaler is not there.',
    hint: 'It is made again by itself; if not, AIBrix is missing: tell the administrators.',
    seen: 'condition AutoscalerActive',
  },
  ScalingMetricRenamed: {
    concern: 'autoscaling',
    severity: 'warning',
    sentence:
      'The autoscaler follows a metric which this version of the engine calls something else.',
    hint: 'Set autoscaling_config.target_metric to the name that the version has.',
    seen: 'autoscaling_config.target_metric; condition AutoscalerActive',
  },
  NoRoute: {
    concern: 'routing',
    severity: 'warning',
    sentence:
      'No gateway routes to the model: it is reached inside the cluster only.',
    hint: 'Tell the administrators, if it should be reached from outside.',
    seen: 'condition Routed',
  },
  RouteUnresolved: {
    concern: 'routing',
    severity: 'warning',
    sentence: "The route does not find the model's Service.",
    hint: 'It mends itself within seconds; if not, tell the administrators.',
    seen: 'condition Routed',
  },
  RouteNotAccepted: {
    concern: 'routing',
    severity: 'warning',
    sentence: 'The gateway did not accept the route.',
    hint: 'Tell the administrators.',
    seen: 'condition Routed',
  },
} satisfies Record<string, Reason>;

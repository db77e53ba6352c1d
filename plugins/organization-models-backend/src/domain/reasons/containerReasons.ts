import type { Reason } from './Reason';

/** What keeps a container from running, by what its node says. */
export const CONTAINER_REASONS = {
  OutOfMemory: {
    concern: 'container',
    severity: 'failure',
    sentence:
      "The container used more memory than it may (the node's memory, not the GPU's).",
    hint: 'Raise requirements.memory.',
    seen: '`OOMKilled`, exit code 137',
  },
  Killed: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The engine was killed from outside, without a word of its own.',
    hint: 'Most often the memory limit: raise requirements.memory. Otherwise the events of pod and node tell.',
    seen: 'exit code 137, no error in the log',
  },
  ContainerStartFailed: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The command cannot be started.',
    hint: 'Correct command, or leave it out.',
    seen: '`StartError`, `RunContainerError`, exit code 128',
  },
  StartupTimeout: {
    concern: 'container',
    severity: 'failure',
    sentence:
      'The engine did not serve within its start-up budget and was killed.',
    hint: 'Raise initial_delay_seconds, or keep the weights in a claim (enable_pvc), so that they are downloaded once.',
    seen: '`Killing … failed startup probe`',
  },
  LivenessFailed: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The engine stopped answering and was killed.',
    hint: 'See the log of the previous container.',
    seen: '`Killing … failed liveness probe`; exit code 0',
  },
  EngineExited: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The engine ended with exit code 0, which no engine should do.',
    hint: 'Whether it was asked to or a worker of it died, its log tells.',
    seen: '`Completed`, exit code 0',
  },
  CrashLoop: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The container ends again and again.',
    hint: 'The cause is in the log of the previous container.',
    seen: 'an exit code other than 0',
  },
  ContainerEnded: {
    concern: 'container',
    severity: 'warning',
    sentence: 'The container ended and is started again.',
    hint: 'If it happens again, see the log of the previous container.',
    seen: 'a first ending',
  },
  NotAnswering: {
    concern: 'container',
    severity: 'warning',
    sentence: 'The engine runs, but does not answer its health check.',
    hint: 'It is restarted after a minute if it stays so.',
    seen: '`Unhealthy … Readiness probe failed` after it had started',
  },
  SecretMissing: {
    concern: 'container',
    severity: 'failure',
    sentence: "A Secret does not exist in the model's namespace.",
    hint: 'Create it, name another one in hugging_face_token_secret, or set hugging_face_token again.',
    seen: '`CreateContainerConfigError: secret … not found`',
  },
  ConfigMapMissing: {
    concern: 'container',
    severity: 'failure',
    sentence: "A ConfigMap does not exist in the model's namespace.",
    hint: 'Create it, or tell the administrators where configuration names it.',
    seen: '`CreateContainerConfigError: configmap … not found`',
  },
  SecretKeyMissing: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The Secret does not have the key that is asked for.',
    hint: 'Correct hugging_face_token_secret.key, or add the key to the Secret.',
    seen: "`couldn't find key … in Secret …`",
  },
  TokenSecretMissing: {
    concern: 'container',
    severity: 'failure',
    sentence: "The Secret with the model's Hugging Face token was deleted.",
    hint: 'PUT the token again: deployment_config.hugging_face_token.',
    seen: 'the Secret of the model is gone',
  },
  ContainerConfigInvalid: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The container cannot be made of what the pod says.',
    hint: 'See the events of the pod. Fields that matter are image, command and extra_env.',
    seen: '`CreateContainerConfigError`',
  },
  ContainerCreationFailed: {
    concern: 'container',
    severity: 'failure',
    sentence: 'The node cannot make the container.',
    hint: 'See the events of the pod. Fields that matter are image, command and extra_env.',
    seen: '`CreateContainerError`',
  },
  RunAsRoot: {
    concern: 'container',
    severity: 'failure',
    sentence:
      'The image wants to run as root, which the pods of models do not.',
    hint: 'Use an image that runs as any user.',
    seen: '`runAsNonRoot`',
  },
  DownloadingWeights: {
    concern: 'container',
    severity: 'progress',
    sentence: 'The files of the model are downloaded.',
    seen: 'a container `weights` that runs, and the last line of its log',
  },
  Loading: {
    concern: 'container',
    severity: 'progress',
    sentence: 'The engine loads the model.',
    seen: 'a container that runs and has not started yet',
  },
  Starting: {
    concern: 'container',
    severity: 'progress',
    sentence: 'The pod starts.',
    seen: '`ContainerCreating`',
  },
} satisfies Record<string, Reason>;

import type { Reason } from './Reason';

/** What comes from the model hub, or does not. */
export const HUB_REASONS = {
  GatedModel: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The model is gated, and the token is missing or its account was not granted access.',
    hint: 'Set hugging_face_token to a token whose account may read the model, and accept the licence on its page.',
    seen: '`GatedRepoError`, `Access to model … is restricted`',
  },
  HubUnauthorized: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model hub refused the token.',
    hint: 'Set hugging_face_token again: it is wrong, expired or revoked.',
    seen: '`Invalid credentials in Authorization header`, 401, 403',
  },
  InvalidRepositoryId: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The name of the model is not one that a hub can have.',
    hint: 'Correct huggingface_id: OWNER/NAME. A path in the container begins with a slash.',
    seen: '`HFValidationError: Repo id must …`',
  },
  ModelNotFound: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The model hub does not know the model, or does not show it to this token.',
    hint: 'Check huggingface_id. For a private model: Set hugging_face_token to a token whose account may read the model, and accept the licence on its page.',
    seen: '`RepositoryNotFoundError`, `is not a valid model identifier`',
  },
  RevisionNotFound: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model has no such branch, tag or commit.',
    hint: 'Correct version, or leave it out.',
    seen: '`RevisionNotFoundError`',
  },
  HubRateLimited: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model hub limits the rate of downloads.',
    hint: 'Wait, or set hugging_face_token: requests with a token have a higher limit.',
    seen: '`429 Too Many Requests`',
  },
  HubCertificate: {
    concern: 'engine',
    severity: 'failure',
    sentence: "The model hub's certificate is not trusted in the container.",
    hint: 'Ask the administrators to configure the CA bundle for this cluster.',
    seen: '`CERTIFICATE_VERIFY_FAILED`',
  },
  HubProxy: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The proxy on the way to the model hub refuses or does not answer.',
    hint: 'Ask the administrators: the proxy stands in the configuration of the cluster.',
    seen: '`ProxyError`, `Tunnel connection failed`',
  },
  HubDns: {
    concern: 'engine',
    severity: 'failure',
    sentence: "The model hub's name cannot be resolved.",
    hint: 'The node must reach the model hub: ask the administrators for a proxy or a mirror (HF_ENDPOINT), or use a claim that holds the model.',
    seen: '`Name or service not known`',
  },
  HubServerError: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model hub or its mirror answers with an error of its own.',
    hint: 'Wait, or use another mirror or a claim that holds the model.',
    seen: '`HTTP Error 500 thrown while requesting …`',
  },
  HubTimeout: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model hub does not answer in time.',
    hint: 'The node must reach the model hub: ask the administrators for a proxy or a mirror (HF_ENDPOINT), or use a claim that holds the model.',
    seen: '`ReadTimeout`, `ConnectTimeout`',
  },
  HubHanging: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The model hub, or a proxy before it, takes the connection and never answers.',
    hint: 'Check proxy and NetworkPolicy: ask the administrators for a way to the hub, a mirror (HF_ENDPOINT), or use a claim that holds the model.',
    seen: 'no line for minutes while files of the model are asked for',
  },
  HubOffline: {
    concern: 'engine',
    severity: 'failure',
    sentence:
      'The container may not ask a hub, and the model is not in its cache.',
    hint: 'Remove HF_HUB_OFFLINE from extra_env, or use a claim that holds the model.',
    seen: '`OfflineModeIsEnabled`',
  },
  HubUnreachable: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The model hub could not be reached or did not answer properly.',
    hint: 'The node must reach the model hub: ask the administrators for a proxy or a mirror (HF_ENDPOINT), or use a claim that holds the model.',
    seen: "`We couldn't connect to …` without a better cause before it",
  },
  DownloadCorrupt: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'A file of the model did not arrive complete.',
    hint: 'It is downloaded again at the next start; if it stays so, a proxy on the way cuts files short.',
    seen: '`Consistency check failed`',
  },
  DownloadFailed: {
    concern: 'engine',
    severity: 'failure',
    sentence: 'The files of the model could not be downloaded.',
    hint: 'The log of the container `weights` tells each try: /logs?container=weights.',
    seen: 'the end of the container `weights`, in words that have no name yet',
  },
} satisfies Record<string, Reason>;

import { createHash } from 'node:crypto';
import type { DesiredContext } from '../facts/ResolvedModel';

const PREFIX = 'organization-models.backstage.io';

/**
 * Labels by which we know our objects: ours are those with our installation's
 * id and the id of a model that we have a row of.
 */
export const OWNER_LABELS = {
  installation: `${PREFIX}/installation-id`,
  organization: `${PREFIX}/organization`,
  model: `${PREFIX}/model-id`,
} as const;

export const OWNER_ANNOTATIONS = {
  /** The organization's exact ref, of which the label is a valid form. */
  organization: `${PREFIX}/organization-ref`,
  /** Of the object as we applied it. */
  contentHash: `${PREFIX}/content-hash`,
  /** Of the Service: what the model was accepted as, to be read again. */
  record: `${PREFIX}/record`,
  /** Of a model's own token: the generation with which it was written. */
  writtenFor: `${PREFIX}/written-for-generation`,
  /** The generation that asked for new pods. */
  restartedBy: `${PREFIX}/restarted-by-generation`,
} as const;

/** Labels of Secrets which models use without owning them. */
export const TOKEN_LABELS = {
  /** Says whose models may use it: an organization's ref as a label value. */
  usableBy: `${PREFIX}/usable-by`,
  /** Of a token of an organization: how models name it. */
  name: `${PREFIX}/token-name`,
} as const;

/** Who set a token of an organization last, and when. */
export const TOKEN_ANNOTATIONS = {
  updatedBy: `${PREFIX}/updated-by`,
  updatedAt: `${PREFIX}/updated-at`,
} as const;

/** Value of {@link TOKEN_LABELS}.usableBy; a label value cannot be `*`. */
export const EVERY_ORGANIZATIONS_MODELS = 'every-organization';

/** Labels which others read: AIBrix, Kueue, other portals. */
export const FOREIGN_LABELS = {
  name: 'model.aibrix.ai/name',
  port: 'model.aibrix.ai/port',
  engine: 'model.aibrix.ai/engine',
  managed: 'jan-server.menlo.ai/managed',
  queue: 'kueue.x-k8s.io/queue-name',
  catalog: 'backstage.io/kubernetes-id',
} as const;

/** What comes off an object that is to be nobody's: pods keep theirs. */
export const RELEASED_LABELS: string[] = [
  ...Object.values(OWNER_LABELS),
  FOREIGN_LABELS.managed,
  'app.kubernetes.io/managed-by',
];

/** Managers of server-side apply: one for all fields, one for `spec.replicas`. */
export const FIELD_MANAGERS = {
  objects: 'organization-models',
  replicas: 'organization-models-replicas',
} as const;

type Owner = Pick<
  DesiredContext,
  'installationId' | 'modelId' | 'organizationId'
>;

/** Labels of every object of a model. */
export function ownerLabels(owner: Owner): Record<string, string> {
  return {
    [OWNER_LABELS.installation]: toLabelValue(owner.installationId),
    [OWNER_LABELS.organization]: toLabelValue(owner.organizationId),
    [OWNER_LABELS.model]: owner.modelId,
  };
}

/**
 * The id of the model whose object carries these labels, if it is one of this
 * installation: another portal may use the same cluster, or a copy of our
 * database with a name of its own.
 */
export function ownedModelOf(
  labels: Record<string, string> | undefined,
  { installationId }: { installationId: string },
): string | undefined {
  return labels?.[OWNER_LABELS.installation] === toLabelValue(installationId)
    ? labels[OWNER_LABELS.model]
    : undefined;
}

/** Selects objects of an installation, those of one model where it is named. */
export function ownerSelector(options: {
  installationId: string;
  modelId?: string;
}): string {
  const { installationId, modelId } = options;
  return [
    `${OWNER_LABELS.installation}=${toLabelValue(installationId)}`,
    modelId ? `${OWNER_LABELS.model}=${modelId}` : OWNER_LABELS.model,
  ].join(',');
}

/** The immutable selector of a model's pods. */
export function podSelector({
  modelId,
  origin,
}: Pick<DesiredContext, 'modelId' | 'origin'>): Record<string, string> {
  return origin?.selector ?? { [OWNER_LABELS.model]: modelId };
}

const LABEL_LENGTH = 63;
const HASH_LENGTH = 12;

/**
 * Makes text such as `group:default/acme` a label value: `group.default.acme`.
 * What had to be cut gets a hash, so that no two texts become one.
 */
export function toLabelValue(text: string): string {
  const value = text.replace(/[^A-Za-z0-9._-]/g, '.');
  const valid = /^([A-Za-z0-9].*)?[A-Za-z0-9]$/.test(value);
  if (valid && value.length <= LABEL_LENGTH) {
    return value;
  }
  const hash = createHash('sha256').update(text).digest('hex');
  const start = value.slice(0, LABEL_LENGTH - HASH_LENGTH - 1);
  const readable = start.replace(/^[^A-Za-z0-9]+/, '');
  return `${readable}-${hash.slice(0, HASH_LENGTH)}`.replace(/^-/, '');
}

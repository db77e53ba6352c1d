import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  OWNER_ANNOTATIONS,
  OWNER_LABELS,
  toLabelValue,
} from '../ownership/ownership';
import { findOtherManager } from './findOtherManager';
import type { LiveWorkload } from './LiveWorkload';

/** Why a workload may not become a model of whoever asks; `Forbidden` is about who asks. */
export type AdoptionRefusal = {
  reason:
    | 'Forbidden'
    | 'SystemWorkload'
    | 'Deleting'
    | 'OtherManager'
    | 'OtherInstallation';
  message: string;
};

export type AdoptionVerdict =
  | { outcome: 'refused'; refusal: AdoptionRefusal }
  | { outcome: 'possible'; warnings: PlanWarning[] };

/** Namespaces of what a cluster runs on. */
const SYSTEM =
  /^(kube-.*|.*-system|gpu-operator|cert-manager|monitoring|ingress-nginx|istio-.*|knative-.*|kserve)$/;

type Question = {
  installationId: string;
  organizationId: string;
  isAdministrator: boolean;
  /** The namespace is that of the organization alone. */
  ownsNamespace: boolean;
  /** Of which whoever asks says that it lives no more. */
  fromInstallation: string | undefined;
};

/**
 * Whether a Deployment may be taken over, and by whom: an organization takes
 * what is in its own namespace, or what says itself that it was the
 * organization's; everything else is for administrators.
 */
export function assessAdoption(
  workload: LiveWorkload,
  question: Question,
): AdoptionVerdict {
  const { metadata } = workload;
  const { organizationId, isAdministrator, ownsNamespace } = question;
  const installation = metadata.labels[OWNER_LABELS.installation];
  const isOfOther =
    installation !== undefined &&
    installation !== toLabelValue(question.installationId);
  const wasOwn =
    !isOfOther &&
    metadata.annotations[OWNER_ANNOTATIONS.organization] === organizationId;
  if (!isAdministrator && !wasOwn && !(ownsNamespace && !isOfOther)) {
    return refused(
      'Forbidden',
      `Deployment ${metadata.namespace}/${metadata.name} is neither in a namespace of ${organizationId} nor was it one of its models: administrators of the portal adopt it for an organization`,
    );
  }
  if (SYSTEM.test(metadata.namespace)) {
    return refused(
      'SystemWorkload',
      `Namespace ${metadata.namespace} belongs to the cluster itself`,
    );
  }
  if (metadata.deleting) {
    return refused('Deleting', `Deployment ${metadata.name} is being deleted`);
  }
  if (isOfOther && question.fromInstallation !== installation) {
    return refused(
      'OtherInstallation',
      `It belongs to the installation ${installation}, which may be alive: when it is not, an administrator says so with from_installation: ${installation}`,
    );
  }
  const manager = findOtherManager(workload);
  if (manager?.effect === 'setsBack') {
    return refused(
      'OtherManager',
      `${manager.name} manages it and would set back or delete what is changed here: take it out of there first, without deleting it`,
    );
  }
  return {
    outcome: 'possible',
    warnings: manager
      ? [
          {
            code: 'OtherManager',
            message: `${manager.name} made it, and its next release changes or deletes it: take it out of there, without deleting it`,
          },
        ]
      : [],
  };
}

function refused(
  reason: AdoptionRefusal['reason'],
  message: string,
): AdoptionVerdict {
  return { outcome: 'refused', refusal: { reason, message } };
}

import type { QuotaUse } from '@orgmodels/backstage-plugin-organization-models-common';

/**
 * Reads the numbers in the words with which Kubernetes' quota admission
 * refuses: `exceeded quota: tiny, requested: requests.cpu=2, used:
 * requests.cpu=0, limited: requests.cpu=1m`.
 *
 * @returns nothing when the words are others
 */
export function readQuotaRefusal(
  message: string,
  namespace: string,
): QuotaUse[] {
  const match =
    /exceeded quota: (\S+), requested: (.*), used: (.*), limited: (.*)$/.exec(
      message,
    );
  if (!match) {
    return [];
  }
  const [, name, requested, used, limited] = match;
  const usedOf = readAmounts(used);
  const limitOf = readAmounts(limited);
  return [...readAmounts(requested)].map(([resource, wanted]) => ({
    resource,
    hard: limitOf.get(resource) ?? '0',
    used: usedOf.get(resource) ?? '0',
    wanted,
    source: `ResourceQuota ${namespace}/${name}`,
  }));
}

function readAmounts(text: string): Map<string, string> {
  return new Map(
    text.split(',').map(part => {
      const [resource, amount = '0'] = part.trim().split('=');
      return [resource, amount];
    }),
  );
}

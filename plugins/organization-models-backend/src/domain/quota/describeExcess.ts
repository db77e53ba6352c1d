import {
  formatBytes,
  formatCores,
  parseQuantity,
  type QuotaUse,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** Which limit is exceeded by how much, and what would help, in plain words. */
export function describeExcess(exceeded: QuotaUse[]): string {
  return `${exceeded.map(describeLimit).join(' ')} ${suggest(exceeded)}`;
}

function describeLimit({ resource, hard, used, wanted, source }: QuotaUse) {
  const noun = nounOf(resource);
  return isOfCluster(source)
    ? `The ${source} allows ${hard} ${noun}: without this model ${used} are used, and it needs ${wanted}.`
    : `The organization may use ${hard} ${noun}: its other models come to ${used}, and this one to ${wanted}.`;
}

function suggest(exceeded: QuotaUse[]): string {
  const left = exceeded.map(use => `${leftOf(use)} ${nounOf(use.resource)}`);
  const who = exceeded.every(({ source }) => isOfCluster(source))
    ? 'whoever runs the cluster to raise the ResourceQuota'
    : 'an administrator to raise the quota';
  const ways = [
    ...(exceeded.every(({ resource }) => resource === 'models')
      ? ['Delete a model']
      : [
          `Ask for at most ${left.join(' and ')} (fewer or smaller replicas)`,
          'stop or delete another model',
        ]),
    `or ask ${who}`,
  ];
  return `${ways.join(', ')}.`;
}

function leftOf({ resource, hard, used }: QuotaUse): string {
  const left = Math.max(
    0,
    (parseQuantity(hard) ?? 0) - (parseQuantity(used) ?? 0),
  );
  switch (kindOf(resource)) {
    case 'cpu':
      return formatCores(left);
    case 'memory':
      return formatBytes(left);
    default:
      return String(left);
  }
}

function nounOf(resource: string): string {
  const [, type] = /^gpus_by_type\.(.*)$/.exec(resource) ?? [];
  if (type !== undefined) {
    return `GPUs of type ${type}`;
  }
  switch (kindOf(resource)) {
    case 'gpus':
      return 'GPUs';
    case 'cpu':
      return resource === 'cpu' ? 'CPU cores' : resource;
    case 'memory':
      return resource === 'memory' ? 'of memory' : resource;
    default:
      return resource;
  }
}

function kindOf(resource: string): string {
  return resource.replace(/^(requests|limits)\./, '');
}

function isOfCluster(source: string): boolean {
  return source.startsWith('ResourceQuota ');
}

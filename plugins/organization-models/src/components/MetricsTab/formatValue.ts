import {
  formatBytes,
  formatCores,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** A value as people read it: a ratio in per cent, bytes and times by size. */
export function formatValue(value: number, unit: string): string {
  switch (unit) {
    case 'ratio':
      return `${(value * 100).toFixed(1)} %`;
    case 'bytes':
      return formatBytes(value);
    case 'cores':
      return formatCores(value);
    case 'seconds':
      return value < 1
        ? `${Math.round(value * 1_000)} ms`
        : `${value.toFixed(2)} s`;
    default:
      return `${Number(value.toPrecision(3)).toLocaleString('en-US')}${
        unit.endsWith('/s') ? ' /s' : ''
      }`;
  }
}

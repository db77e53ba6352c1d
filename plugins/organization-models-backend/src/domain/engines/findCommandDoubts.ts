import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';
import type { ModelRuntime } from './ModelRuntime';

const FIELDS = ['command', 'args'] as const;

/**
 * What of a command of one's own may keep requests and probes from reaching the
 * engine. A script may name ports of other programs, so nothing is refused.
 */
export function findCommandDoubts(
  { deployment_config = {} }: Pick<StoredSpec, 'deployment_config'>,
  { endpoints: { port } }: Pick<ModelRuntime, 'endpoints'>,
): PlanWarning[] {
  return FIELDS.flatMap(name => {
    const text = (deployment_config[name] ?? []).join(' ');
    const other = valuesOf('port', text).find(value => value !== `${port}`);
    const host = valuesOf('host', text).find(isLoopback);
    const socket = valuesOf('uds', text)[0];
    const found = [
      other && `--port ${other}`,
      host && `--host ${host}`,
      socket && '--uds',
    ].filter(Boolean);
    return found.length > 0
      ? [
          {
            code: 'MayNotBeReached',
            field: `deployment_config.${name}`,
            message: `has ${found.join(
              ' and ',
            )}: probes, Service and gateway reach the engine on port ${port} of the pod, and a model that does not listen there never becomes ready`,
          },
        ]
      : [];
  });
}

// Also within a script of `sh -c`
function valuesOf(option: string, text: string): string[] {
  const written = new RegExp(
    `(?:^|[\\s"'])--${option}[\\s=]+["']?([^\\s"']+)`,
    'g',
  );
  return [...text.matchAll(written)].map(([, value]) => value);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

import type { ClusterFacts } from '../facts/ClusterFacts';
import { COMPONENTS, type ComponentDefinition } from './components';

export type Readiness = {
  ready: boolean;
  blockers: { code: string; message: string; hint?: string }[];
  components: ComponentVerdict[];
};

export type ComponentVerdict = {
  name: string;
  required: boolean;
  installed: boolean;
  /** `undefined`: nobody could look. */
  healthy: boolean | undefined;
  servedVersion?: string;
  message?: string;
};

/**
 * Says whether models can be deployed on a cluster, and if not, what is in the
 * way. Only components that config requires block; the others are reported.
 */
export function assessReadiness(
  facts: ClusterFacts,
  options: { requiredComponents: string[] },
): Readiness {
  const components = COMPONENTS.map(component =>
    assessComponent(component, facts, options.requiredComponents),
  );
  const blockers = [
    ...components.flatMap(toBlocker),
    ...noNodes(facts),
    ...unknownComponents(options.requiredComponents),
  ];
  return { ready: blockers.length === 0, blockers, components };
}

function assessComponent(
  component: ComponentDefinition,
  facts: ClusterFacts,
  required: string[],
): ComponentVerdict {
  const served = component.customResources.map(name =>
    facts.customResources.find(resource => resource.name === name),
  );
  const missing = component.customResources.filter(
    (_, index) => !served[index],
  );
  const servedVersion = component.supportedVersions.find(version =>
    served.some(resource => resource?.served.includes(version)),
  );
  const verdict = {
    name: component.name,
    required: required.includes(component.name),
  };
  if (missing.length > 0 || !servedVersion) {
    return {
      ...verdict,
      installed: false,
      healthy: undefined,
      message:
        missing.length > 0
          ? `CRD ${missing.join(', ')} is not served`
          : `none of the versions ${component.supportedVersions.join(
              ', ',
            )} is served`,
    };
  }
  return {
    ...verdict,
    installed: true,
    servedVersion,
    ...assessHealth(component, facts),
  };
}

function assessHealth(
  component: ComponentDefinition,
  facts: ClusterFacts,
): { healthy: boolean | undefined; message?: string } {
  const deployments =
    facts.operators.find(operator => operator.component === component.name)
      ?.deployments ?? [];
  const down = deployments.filter(({ available }) => !available);
  if (down.length > 0) {
    const names = down.map(({ namespace, name }) => `${namespace}/${name}`);
    return { healthy: false, message: `${names.join(', ')} is not available` };
  }
  const state = facts.clusterPolicyState;
  if (component.name === 'gpu-operator' && state && state !== 'ready') {
    return { healthy: false, message: `its ClusterPolicy is ${state}` };
  }
  return deployments.length > 0
    ? { healthy: true }
    : { healthy: undefined, message: 'its controller was not found' };
}

function toBlocker(component: ComponentVerdict): Readiness['blockers'] {
  const { install, title } = COMPONENTS.find(
    ({ name }) => name === component.name,
  )!;
  if (!component.required) {
    return [];
  }
  if (!component.installed) {
    return [
      {
        code: 'MissingCrd',
        message: `${title} is required: ${component.message}`,
        hint: `To install it, ${install}.`,
      },
    ];
  }
  return component.healthy === false
    ? [
        {
          code: 'ComponentUnhealthy',
          message: `${title} is required: ${component.message}`,
          hint: 'Ask the platform team to look at its pods.',
        },
      ]
    : [];
}

function noNodes({ nodes }: ClusterFacts): Readiness['blockers'] {
  return nodes.some(({ ready }) => ready)
    ? []
    : [{ code: 'NoReadyNodes', message: 'No node of the cluster is ready' }];
}

function unknownComponents(required: string[]): Readiness['blockers'] {
  return required
    .filter(name => !COMPONENTS.some(component => component.name === name))
    .map(name => ({
      code: 'UnknownComponent',
      message: `requiredComponents names ${name}, which is not known`,
      hint: `Known are ${COMPONENTS.map(component => component.name).join(
        ', ',
      )}.`,
    }));
}

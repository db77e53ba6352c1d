import { describeMissingRight, readMissingRight } from './MissingRight';

const USER = 'system:serviceaccount:backstage:backstage';

describe('readMissingRight', () => {
  it.each([
    [
      `pods is forbidden: User "${USER}" cannot list resource "pods" in API group "" at the cluster scope`,
      { verb: 'list', resource: 'pods', user: USER },
    ],
    [
      `deployments.apps "a" is forbidden: User "${USER}" cannot patch resource "deployments" in API group "apps" in the namespace "models": RBAC: role.rbac.authorization.k8s.io "x" not found`,
      {
        verb: 'patch',
        resource: 'deployments.apps',
        namespace: 'models',
        user: USER,
      },
    ],
    [
      `pods "a-1" is forbidden: User "${USER}" cannot get resource "pods/log" in API group "" in the namespace "models"`,
      { verb: 'get', resource: 'pods/log', namespace: 'models', user: USER },
    ],
    ['pods "a" is forbidden: exceeded quota: models', undefined],
    ['pods "a" is forbidden: violates PodSecurity "restricted"', undefined],
    ['', undefined],
  ])('reads %j', (message, expected) => {
    expect(readMissingRight(message)).toEqual(expected);
  });
});

describe('describeMissingRight', () => {
  it.each([
    [
      { verb: 'list', resource: 'nodes' },
      /^Kubernetes does not let the portal list nodes in the whole cluster: its account lacks this right, which the Helm chart's roles give by models\.rbac\.create: true for Fit \(it came as /,
    ],
    [
      { verb: 'patch', resource: 'deployments.apps', namespace: 'models' },
      /patch deployments\.apps in the namespace models: .* by models\.rbac\.create: true and models\.rbac\.level: manage for Deployment/,
    ],
    [
      { verb: 'get', resource: 'pods/portforward', namespace: 'models' },
      /models\.rbac\.create: true and models\.rbac\.portForward: true for Chat and metrics/,
    ],
    [
      { verb: 'patch', resource: 'limitranges', namespace: 'models-acme' },
      /models\.namespaces: perOrganization for Namespaces/,
    ],
    [
      { verb: 'list', resource: 'gateways.gateway.networking.k8s.io' },
      /models\.gateway\.namespace for Readiness/,
    ],
    [
      { verb: 'delete', resource: 'namespaces' },
      /not among those of the Helm chart's roles/,
    ],
  ])('says what gives %j', (missing, expected) => {
    expect(describeMissingRight({ ...missing, user: USER })).toMatch(expected);
  });
});

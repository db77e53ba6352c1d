import type { Manifest } from '../facts/ResolvedModel';
import { findClashes } from './findClashes';

const manifest: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', namespace: 'models', labels: {} },
  spec: {
    strategy: { type: 'Recreate' },
    template: {
      metadata: { annotations: { 'a/b': 'c' } },
      spec: {
        volumes: [{ name: 'cache', emptyDir: {} }],
        containers: [
          {
            name: 'engine',
            env: [
              { name: 'HOME', value: '/home' },
              {
                name: 'HF_TOKEN',
                valueFrom: { secretKeyRef: { name: 'a', key: 'token' } },
              },
            ],
            livenessProbe: { httpGet: { path: '/health', port: 8000 } },
          },
        ],
      },
    },
  },
};

/** What the API server makes of it, and whatever a change makes of that. */
function thereAfter(change: (spec: any) => void) {
  const spec = structuredClone(manifest.spec) as any;
  const [engine] = spec.template.spec.containers;
  engine.livenessProbe.timeoutSeconds = 1;
  engine.terminationMessagePath = '/dev/termination-log';
  spec.template.spec.containers.unshift({ name: 'sidecar', env: [] });
  change(spec);
  return { spec };
}

const engineOf = (spec: any) => spec.template.spec.containers[1];

describe('findClashes', () => {
  it('finds none in defaults and in what others added', () => {
    expect(
      findClashes(
        thereAfter(() => undefined),
        manifest,
      ),
    ).toEqual([]);
    expect(findClashes({}, manifest)).toEqual([]);
  });

  it.each<[string, (spec: any) => void, string]>([
    [
      'a value beside a reference',
      spec => (engineOf(spec).env[1].value = 'plain'),
      '/spec/template/spec/containers/1/env/1/value',
    ],
    [
      'a reference beside a value, wherever it is in the list',
      spec => {
        const { env } = engineOf(spec);
        env[0].valueFrom = { fieldRef: {} };
        env.reverse();
      },
      '/spec/template/spec/containers/1/env/1/valueFrom',
    ],
    [
      'a second kind of probe',
      spec => (engineOf(spec).livenessProbe.exec = { command: ['true'] }),
      '/spec/template/spec/containers/1/livenessProbe/exec',
    ],
    [
      'a second kind of volume',
      spec => (spec.template.spec.volumes[0].hostPath = { path: '/' }),
      '/spec/template/spec/volumes/0/hostPath',
    ],
    [
      'how to roll',
      spec =>
        (spec.strategy = {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 1 },
        }),
      '/spec/strategy/rollingUpdate',
    ],
  ])('finds %s', (_, change, pointer) => {
    expect(findClashes(thereAfter(change), manifest)).toEqual([
      { op: 'remove', path: pointer },
    ]);
  });

  it('puts ours in the place of another kind, since there has to be one', () => {
    const there = thereAfter(spec => {
      const { livenessProbe } = engineOf(spec);
      delete livenessProbe.httpGet;
      livenessProbe.tcpSocket = { port: 8000 };
    });
    const probe = '/spec/template/spec/containers/1/livenessProbe';
    expect(findClashes(there, manifest)).toEqual([
      { op: 'remove', path: `${probe}/tcpSocket` },
      {
        op: 'add',
        path: `${probe}/httpGet`,
        value: { path: '/health', port: 8000 },
      },
    ]);
  });

  it('finds our port under another number, and leaves the ports of others', () => {
    const port = { name: 'http', port: 8000, targetPort: 'http' };
    const service: Manifest = {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: manifest.metadata },
      spec: { ports: [port] },
    };
    const withPorts = (...ports: object[]) =>
      findClashes({ spec: { ports } }, service);
    expect(withPorts(port, { name: 'metrics', port: 9000 })).toEqual([]);
    expect(withPorts({ ...port, port: 9000 })).toEqual([
      { op: 'replace', path: '/spec/ports', value: [port] },
    ]);
  });
});

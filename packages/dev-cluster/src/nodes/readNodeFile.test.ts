import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readNodeFile } from './readNodeFile';

describe('readNodeFile', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'nodes-'));
  const file = path.join(directory, 'nodes.yaml');
  const read = (content: string) => {
    writeFileSync(file, content);
    return readNodeFile(file);
  };

  afterAll(() => rmSync(directory, { recursive: true }));

  const t4 = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 't4',
      uid: 'of another cluster',
      labels: { 'nvidia.com/gpu.product': 'Tesla-T4' },
    },
    spec: {
      taints: [
        { key: 'sku', value: 'gpu', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
      ],
    },
    status: {
      capacity: { cpu: '64', 'nvidia.com/gpu': '4' },
      allocatable: { cpu: '63', 'nvidia.com/gpu': '4' },
      addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
    },
  };

  it('keeps what makes a node, for kwok to play', () => {
    expect(read(JSON.stringify(t4))).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name: 't4',
          labels: {
            'kubernetes.io/hostname': 't4',
            'nvidia.com/gpu.product': 'Tesla-T4',
          },
          annotations: { 'kwok.x-k8s.io/node': 'fake' },
        },
        spec: {
          taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }],
          unschedulable: undefined,
        },
        status: {
          capacity: { cpu: '64', pods: '110', 'nvidia.com/gpu': '4' },
          allocatable: { cpu: '63', pods: '110', 'nvidia.com/gpu': '4' },
          nodeInfo: undefined,
        },
      },
    ]);
  });

  it.each([
    ['a list', JSON.stringify({ kind: 'List', items: [t4, t4] })],
    ['documents', `${JSON.stringify(t4)}\n---\n${JSON.stringify(t4)}\n---\n`],
  ])('reads %s', (_, content) => {
    expect(read(content)).toHaveLength(2);
  });

  it.each([
    ['', /holds no Node/],
    ['kind: Pod', /holds a Pod, where only Nodes are read/],
    ['{kind: Node, metadata: {name: a}}', /Node a has no status.allocatable/],
    ['a: [', /is no YAML/],
  ])('refuses %p', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});

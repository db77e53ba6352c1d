import { once } from 'node:events';
import { request } from 'node:http';
import { AddressInfo, createServer, Server } from 'node:net';
import {
  KubernetesObject,
  PortForward,
  V1Deployment,
} from '@kubernetes/client-node';
import { DevCluster, startCluster, waitFor } from '..';
import { modelPod } from '../scenarios/__testUtils__/modelPod';
import { StandIns, startStandIns } from './startStandIns';

const namespace = 'default';
const quick = { timeoutMs: 30_000 };

interface Observed extends KubernetesObject {
  status?: {
    state?: string;
    conditions?: { type: string; status: string; reason: string }[];
    parents?: { conditions: { type: string; status: string }[] }[];
    actualScale?: number;
    scalingHistory?: { newScale: number }[];
  };
}

describe('stand-ins', () => {
  let cluster: DevCluster;
  let standIns: StandIns;
  const problems: unknown[] = [];

  beforeAll(async () => {
    cluster = await startCluster({
      crds: ['aibrix', 'gatewayApi', 'gpuOperator', 'prometheusOperator'],
      nodes: [
        {
          name: 'node',
          count: 2,
          cpus: 64,
          memoryGiB: 256,
          storageGiB: 500,
          instanceType: 'few',
        },
      ],
      scenarios: { startSeconds: 1 },
    });
    standIns = await startStandIns(cluster, {
      autoscaleSeconds: 0.5,
      engines: { maxRunning: 2, tokensPerSecond: 50 },
      onError: (what, error) => problems.push([what, error]),
    });
  }, 120_000);

  afterAll(async () => {
    await standIns?.stop();
    await cluster?.stop();
    if (problems.length > 0) {
      throw new Error(`stand-ins had trouble: ${JSON.stringify(problems)}`);
    }
  });

  const read = (
    apiVersion: string,
    kind: string,
    name: string,
    inNamespace?: string,
  ) =>
    cluster.clients().objects.read<Observed>({
      apiVersion,
      kind,
      metadata: { name, namespace: inNamespace ?? '' },
    });

  const isGone = (look: Promise<unknown>) =>
    look.then(
      () => false,
      error => error.code === 404,
    );

  const deploy = async (name: string, args: string[] = [], replicas = 1) => {
    const { metadata, spec } = modelPod(name, {
      labels: { app: name },
      container: { args, ports: [{ containerPort: 8000 }] },
    });
    const body: V1Deployment = {
      metadata: { name, labels: metadata?.labels },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: metadata?.labels }, spec: spec! },
      },
    };
    await cluster
      .clients()
      .apps.createNamespacedDeployment({ namespace, body });
  };

  const readyPod = (name: string) =>
    waitFor(
      `${name} to be ready and reachable`,
      async () => {
        const { items } = await cluster
          .clients()
          .core.listNamespacedPod({ namespace, labelSelector: `app=${name}` });
        const pod = items.find(({ status }) =>
          status?.conditions?.some(
            ({ type, status: is }) => type === 'Ready' && is === 'True',
          ),
        );
        if (!pod) {
          return undefined;
        }
        await read(
          'kwok.x-k8s.io/v1alpha1',
          'PortForward',
          pod.metadata!.name!,
          namespace,
        );
        return pod.metadata!.name!;
      },
      quick,
    );

  describe('engines', () => {
    let server: Server | undefined;
    let connect: (pod: string) => {
      fetch(
        path: string,
        body?: object,
      ): Promise<{ status: number; text: string; contentType: string }>;
    };

    beforeAll(async () => {
      let target = '';
      const forward = new PortForward(cluster.clients().config);
      server = createServer(socket => {
        socket.on('error', () => socket.destroy());
        forward
          .portForward(namespace, target, [8000], socket, null, socket)
          .catch(error => socket.destroy(error));
      });
      const listening = server.listen(0, '127.0.0.1');
      await once(listening, 'listening');
      const { port } = listening.address() as AddressInfo;
      connect = pod => ({
        fetch: (path, body) => {
          target = pod;
          return send(port, path, body);
        },
      });
      await deploy('chat', [
        'Qwen/Qwen3-8B',
        '--served-model-name',
        'chat',
        '--max-model-len=8192',
      ]);
      await deploy('vectors', [
        'BAAI/bge-m3',
        '--served-model-name',
        'vectors',
      ]);
    });

    afterAll(() => {
      server?.close();
    });

    it('answer as vLLM does through a port-forward', async () => {
      const { fetch } = connect(await readyPod('chat'));
      expect((await fetch('/health')).status).toBe(200);
      expect(JSON.parse((await fetch('/version')).text)).toEqual({
        version: '0.32.0',
      });
      expect(JSON.parse((await fetch('/v1/models')).text).data).toEqual([
        expect.objectContaining({
          id: 'chat',
          root: 'Qwen/Qwen3-8B',
          max_model_len: 8192,
        }),
      ]);
      const { text } = await fetch('/v1/chat/completions', {
        model: 'chat',
        messages: [{ role: 'user', content: 'Hello' }],
        max_tokens: 4,
      });
      expect(JSON.parse(text)).toMatchObject({
        object: 'chat.completion',
        model: 'chat',
        choices: [{ message: { role: 'assistant' }, finish_reason: 'length' }],
        usage: { completion_tokens: 4 },
      });
      const missing = await fetch('/v1/completions', {
        model: 'other',
        prompt: 'Hello',
      });
      expect(missing.status).toBe(404);
      expect(JSON.parse(missing.text).error.message).toBe(
        'The model `other` does not exist.',
      );
    }, 60_000);

    it('stream, with the usage at the end', async () => {
      const { fetch } = connect(await readyPod('chat'));
      const { contentType, text } = await fetch('/v1/completions', {
        model: 'chat',
        prompt: 'Hello',
        max_tokens: 3,
        stream: true,
        stream_options: { include_usage: true },
      });
      expect(contentType).toContain('text/event-stream');
      const pieces = text.split('\n\n').filter(Boolean);
      expect(pieces.pop()).toBe('data: [DONE]');
      const chunks = pieces.map(piece => JSON.parse(piece.slice(6)));
      expect(chunks.at(-1).usage.completion_tokens).toBe(3);
      expect(chunks.at(-2).choices[0].finish_reason).toBe('length');
    }, 60_000);

    it('refuse requests for the other kind of server', async () => {
      const chat = connect(await readyPod('chat'));
      const refused = await chat.fetch('/v1/embeddings', { input: 'x' });
      expect(refused).toMatchObject({
        status: 404,
        text: '{"detail":"Not Found"}',
      });
      const vectors = connect(await readyPod('vectors'));
      const { text } = await vectors.fetch('/v1/embeddings', {
        model: 'vectors',
        input: ['a', 'b'],
      });
      expect(JSON.parse(text).data).toHaveLength(2);
      expect(
        (await vectors.fetch('/v1/chat/completions', { messages: [] })).status,
      ).toBe(404);
    }, 60_000);

    it('measure the load they get', async () => {
      const { fetch } = connect(await readyPod('chat'));
      const gauge = async (name: string) => {
        const { text } = await fetch('/metrics');
        const line = text
          .split('\n')
          .find(candidate => candidate.startsWith(`vllm:${name}{`));
        return Number(line?.split(' ').at(-1));
      };
      expect(await gauge('num_requests_running')).toBe(0);
      const before = await gauge('generation_tokens_total');
      const requests = Array.from({ length: 4 }, () =>
        fetch('/v1/completions', { prompt: 'Hello', max_tokens: 60 }),
      );
      await waitFor(
        'requests to run and wait',
        async () =>
          (await gauge('num_requests_running')) === 2 &&
          (await gauge('num_requests_waiting')) === 2,
        quick,
      );
      await Promise.all(requests);
      expect(await gauge('generation_tokens_total')).toBe(before + 240);
      expect(await gauge('num_requests_running')).toBe(0);
    }, 60_000);
  });

  describe('the kubelet’s look at Secrets', () => {
    it('keeps a pod from starting until its Secret and key are there', async () => {
      const { core } = cluster.clients();
      const secretKeyRef = { name: 'hub-token', key: 'token' };
      await core.createNamespacedPod({
        namespace,
        body: modelPod('needs-secret', {
          container: {
            env: [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef } }],
          },
        }),
      });
      const message = async () => {
        const { status } = await core.readNamespacedPod({
          name: 'needs-secret',
          namespace,
        });
        return status?.containerStatuses?.[0].state?.waiting?.message;
      };
      await waitFor(
        'the missing Secret to be told',
        async () => (await message()) === 'secret "hub-token" not found',
        quick,
      );
      const metadata = { name: 'hub-token' };
      await core.createNamespacedSecret({ namespace, body: { metadata } });
      await waitFor(
        'the missing key to be told',
        async () =>
          (await message()) ===
          "couldn't find key token in Secret default/hub-token",
        quick,
      );
      await core.replaceNamespacedSecret({
        name: 'hub-token',
        namespace,
        body: { metadata, stringData: { token: 'x' } },
      });
      await waitFor(
        'the pod to be ready',
        async () => {
          const { status } = await core.readNamespacedPod({
            name: 'needs-secret',
            namespace,
          });
          return status?.containerStatuses?.[0].ready;
        },
        quick,
      );
    }, 60_000);
  });

  describe('operators', () => {
    it('are installed and healthy, each where its CRD is', async () => {
      const { apps } = cluster.clients();
      await waitFor(
        'AIBrix to be available',
        async () => {
          const { status } = await apps.readNamespacedDeployment({
            name: 'aibrix-controller-manager',
            namespace: 'aibrix-system',
          });
          return status?.availableReplicas === 1;
        },
        quick,
      );
      const policy = await read(
        'nvidia.com/v1',
        'ClusterPolicy',
        'cluster-policy',
      );
      expect(policy.status?.state).toBe('ready');
      const gateway = await read(
        'gateway.networking.k8s.io/v1',
        'Gateway',
        'aibrix-eg',
        'aibrix-system',
      );
      expect(gateway.status?.conditions).toContainEqual(
        expect.objectContaining({ type: 'Programmed', status: 'True' }),
      );
      const { items } = await apps.listDeploymentForAllNamespaces();
      expect(items.map(({ metadata }) => metadata?.name)).not.toContain(
        'kuberay-operator',
      );
    }, 60_000);

    it('route a model while its Deployment is there, and tell whether its Service is', async () => {
      const { apps, core, objects } = cluster.clients();
      const route = () =>
        read(
          'gateway.networking.k8s.io/v1',
          'HTTPRoute',
          'routed-router',
          'aibrix-system',
        );
      const resolved = async () =>
        (await route()).status?.parents?.[0].conditions.find(
          ({ type }) => type === 'ResolvedRefs',
        );
      await deploy('routed', [], 0);
      await waitFor(
        'the missing Service to be told',
        async () => (await resolved())?.status === 'False',
        quick,
      );
      await core.createNamespacedService({
        namespace,
        body: {
          metadata: { name: 'routed' },
          spec: { ports: [{ port: 8000 }] },
        },
      });
      await waitFor(
        'the route to be resolved',
        async () => (await resolved())?.status === 'True',
        quick,
      );
      await objects.read({
        apiVersion: 'gateway.networking.k8s.io/v1beta1',
        kind: 'ReferenceGrant',
        metadata: {
          name: 'aibrix-system-reserved-referencegrant-in-default',
          namespace,
        },
      });
      await apps.deleteNamespacedDeployment({ name: 'routed', namespace });
      await waitFor('the route to be gone', () => isGone(route()), quick);
    }, 60_000);

    it('scale a Deployment between its bounds by full updates, and leave a stopped one alone', async () => {
      const { apps, objects } = cluster.clients();
      await deploy('scaled', [], 1);
      const scaler = {
        apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
        kind: 'PodAutoscaler',
        metadata: { name: 'scaled', namespace },
        spec: {
          scaleTargetRef: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'scaled',
          },
          minReplicas: 2,
          maxReplicas: 3,
          scalingStrategy: 'APA',
          metricsSources: [
            {
              metricSourceType: 'pod',
              protocolType: 'http',
              port: '8000',
              path: '/metrics',
              targetMetric: 'num_requests_waiting',
              targetValue: '1',
            },
          ],
        },
      };
      await objects.create(scaler as KubernetesObject);
      const status = async () =>
        (await read(scaler.apiVersion, scaler.kind, 'scaled', namespace))
          .status;
      await waitFor(
        'two replicas',
        async () => (await status())?.actualScale === 2,
        quick,
      );
      expect((await status())?.conditions).toContainEqual(
        expect.objectContaining({
          type: 'AbleToScale',
          status: 'True',
          reason: 'SucceededGetScale',
        }),
      );
      const target = await apps.readNamespacedDeployment({
        name: 'scaled',
        namespace,
      });
      expect(target.metadata?.managedFields).toContainEqual(
        expect.objectContaining({ manager: 'manager', operation: 'Update' }),
      );
      await cluster.kubectl(['scale', 'deployment/scaled', '--replicas=0']);
      await waitFor(
        'the autoscaler to see 0',
        async () => (await status())?.actualScale === 0,
        quick,
      );
      const stopped = await apps.readNamespacedDeployment({
        name: 'scaled',
        namespace,
      });
      expect(stopped.spec?.replicas).toBe(0);
    }, 60_000);
  });
});

function send(
  port: number,
  path: string,
  body?: object,
): Promise<{ status: number; text: string; contentType: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port,
        path,
        host: '127.0.0.1',
        method: body ? 'POST' : 'GET',
        agent: false,
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          connection: 'close',
        },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', data => {
          text += data;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            text,
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

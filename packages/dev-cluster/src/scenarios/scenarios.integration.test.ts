import { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { DevCluster, startCluster, waitFor } from '..';
import { modelPod } from './__testUtils__/modelPod';

const namespace = 'default';
const quick = { timeoutMs: 30_000 };

/** One node is enough, and leaves the scheduler nothing to choose. */
const node = {
  name: 'node',
  count: 1,
  cpus: 64,
  memoryGiB: 256,
  storageGiB: 500,
  instanceType: 'few',
};

describe('scenarios', () => {
  let cluster: DevCluster;

  const create = (pod: V1Pod) =>
    cluster.clients().core.createNamespacedPod({ namespace, body: pod });

  /** Creates the pod of a scenario; its own name is the scenario's. */
  const play = (
    scenario: string,
    options: Parameters<typeof modelPod>[1] = {},
  ) => create(modelPod(scenario, { scenario, ...options }));

  const readPod = (name: string) =>
    cluster.clients().core.readNamespacedPod({ name, namespace });

  const readEvents = async (name: string): Promise<CoreV1Event[]> => {
    const { items } = await cluster.clients().core.listNamespacedEvent({
      namespace,
      fieldSelector: `involvedObject.name=${name}`,
    });
    return items;
  };

  const readLog = (name: string, previous = false) =>
    cluster.clients().core.readNamespacedPodLog({ name, namespace, previous });

  /** kwok learns of a restart a moment after the pod's status tells of it. */
  const readPreviousLog = async (name: string) => {
    const { log } = await waitFor(`the previous log of ${name}`, async () => ({
      log: await readLog(name, true),
    }));
    return log;
  };

  /** Waits for the pod's first container to look so. */
  const seeContainer = (
    name: string,
    look: (status: V1ContainerStatus, pod: V1Pod) => boolean | undefined,
  ) =>
    waitFor(
      `${name} to get there`,
      async () => {
        const pod = await readPod(name);
        const status = pod.status?.containerStatuses?.[0];
        return status && look(status, pod) && { status, pod };
      },
      quick,
    );

  const seeEvent = (name: string, expected: object) =>
    waitFor(
      `${name} to have the event`,
      async () => {
        const events = await readEvents(name);
        expect(events).toContainEqual(expect.objectContaining(expected));
        return events;
      },
      quick,
    );

  const isReady = (pod: V1Pod) =>
    pod.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    );

  beforeAll(async () => {
    cluster = await startCluster({
      nodes: [node],
      crds: [],
      scenarios: { startSeconds: 2, failAfterSeconds: 1, backOffSeconds: 1 },
    });
  }, 120_000);

  afterAll(async () => {
    await cluster?.stop();
  });

  describe('a normal start', () => {
    it('goes from the pull over loading to ready, with events and log lines of each', async () => {
      await create(modelPod('normal'));
      await seeContainer(
        'normal',
        ({ state }) => state?.waiting?.reason === 'ContainerCreating',
      );
      const { status: loading } = await seeContainer('normal', ({ state }) =>
        Boolean(state?.running),
      );
      expect(loading).toMatchObject({ started: false, ready: false });
      expect(await readLog('normal')).toContain('non-default args:');
      const { status, pod } = await seeContainer('normal', (_status, seen) =>
        isReady(seen),
      );
      expect(status).toMatchObject({
        started: true,
        ready: true,
        restartCount: 0,
      });
      expect(status.containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
      expect(pod.status?.podIP).toMatch(/^10\.244\./);
      expect(pod.status?.phase).toBe('Running');
      await waitFor('the last log line', async () =>
        (await readLog('normal')).includes('Application startup complete.'),
      );
      const log = await readLog('normal');
      const markers = [
        'Resolved architecture:',
        'Starting to load model',
        'Loading weights took',
        'GPU KV cache size:',
        'init engine (profile, create kv cache, warmup model) took',
        'Starting vLLM server on',
      ];
      const places = markers.map(marker => log.indexOf(marker));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
      const events = await seeEvent('normal', { reason: 'Started' });
      expect(events.map(({ reason }) => reason)).toEqual(
        expect.arrayContaining([
          'Scheduled',
          'Pulling',
          'Pulled',
          'Created',
          'Started',
          'Unhealthy',
        ]),
      );
      expect(events).toContainEqual(
        expect.objectContaining({
          reason: 'Pulling',
          type: 'Normal',
          message: 'Pulling image "example.com/vllm/vllm-openai:v0.32.0"',
          reportingComponent: 'kubelet',
          source: { component: 'kubelet', host: pod.spec?.nodeName },
          involvedObject: expect.objectContaining({
            uid: pod.metadata?.uid,
            fieldPath: 'spec.containers{vllm}',
          }),
        }),
      );
    }, 60_000);

    it('takes as long as the pod asks for', async () => {
      await create(
        modelPod('slow-start', {
          annotations: { 'dev-cluster/start-seconds': '600' },
        }),
      );
      await create(
        modelPod('at-once', {
          annotations: { 'dev-cluster/start-seconds': '0' },
        }),
      );
      await seeContainer('at-once', (_status, pod) => isReady(pod));
      const slow = await readPod('slow-start');
      expect(slow.status?.phase).toBe('Pending');
    }, 60_000);

    it('leaves pods of other kinds alone: ready at once, and Jobs complete', async () => {
      const spec = {
        restartPolicy: 'Never',
        containers: [{ name: 'main', image: 'busybox:1' }],
      };
      await create({ metadata: { name: 'web' }, spec });
      await cluster.clients().batch.createNamespacedJob({
        namespace,
        body: { metadata: { name: 'once' }, spec: { template: { spec } } },
      });
      await seeContainer('web', (_status, pod) => isReady(pod));
      await waitFor(
        'the Job to complete',
        async () =>
          (
            await cluster
              .clients()
              .batch.readNamespacedJob({ name: 'once', namespace })
          ).status?.succeeded,
        quick,
      );
    }, 60_000);
  });

  describe('an image that cannot be had', () => {
    it('is told with its cause, also while backing off', async () => {
      await play('image-pull-not-found');
      const { status, pod } = await seeContainer(
        'image-pull-not-found',
        ({ state }) => state?.waiting?.reason === 'ImagePullBackOff',
      );
      await expect(readLog('image-pull-not-found')).rejects.toMatchObject({
        code: 400,
      });
      const image = pod.spec?.containers[0].image;
      expect(status.state?.waiting?.message).toBe(
        `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve image: ${image}: not found`,
      );
      await seeEvent('image-pull-not-found', {
        reason: 'BackOff',
        type: 'Normal',
      });
      await seeEvent('image-pull-not-found', {
        reason: 'Failed',
        type: 'Warning',
        message: 'Error: ErrImagePull',
      });
    }, 60_000);

    it('is told without its cause by an older kubelet', async () => {
      await play('image-pull-not-found-older-kubelet');
      const { status, pod } = await seeContainer(
        'image-pull-not-found-older-kubelet',
        ({ state }) => state?.waiting?.reason === 'ImagePullBackOff',
      );
      expect(status.state?.waiting?.message).toBe(
        `Back-off pulling image "${pod.spec?.containers[0].image}"`,
      );
      await seeEvent('image-pull-not-found-older-kubelet', {
        reason: 'Failed',
        message: expect.stringContaining(': not found'),
      });
    }, 60_000);

    it.each([
      ['image-pull-denied', 'pull access denied'],
      ['image-pull-rate-limited', '429 Too Many Requests'],
    ])(
      'is told as %s',
      async (scenario, proof) => {
        await play(scenario);
        const { status } = await seeContainer(
          scenario,
          ({ state }) => state?.waiting?.reason === 'ImagePullBackOff',
        );
        expect(status.state?.waiting?.message).toContain(proof);
      },
      60_000,
    );

    it('is refused where its name is none, by scenario or for real', async () => {
      await play('invalid-image-name');
      await create(
        modelPod('capital', {
          container: { image: 'example.com/VLLM:latest' },
        }),
      );
      for (const name of ['invalid-image-name', 'capital']) {
        const { status } = await seeContainer(
          name,
          ({ state }) => state?.waiting?.reason === 'InvalidImageName',
        );
        expect(status.state?.waiting?.message).toContain(
          'invalid reference format',
        );
      }
    }, 60_000);
  });

  describe('an engine that does not start', () => {
    it('crashes with its exit code and log, again and again', async () => {
      await play('crash-loop');
      const { status } = await seeContainer(
        'crash-loop',
        ({ restartCount, state }) =>
          restartCount >= 2 && Boolean(state?.terminated),
      );
      expect(status.state?.terminated).toMatchObject({
        reason: 'Error',
        exitCode: 2,
        message: expect.stringContaining('unrecognized arguments:'),
      });
      expect(status.lastState?.terminated?.exitCode).toBe(2);
      expect(await readPreviousLog('crash-loop')).toContain(
        'unrecognized arguments:',
      );
      const { metadata } = await readPod('crash-loop');
      await seeEvent('crash-loop', {
        reason: 'BackOff',
        type: 'Warning',
        message: `Back-off restarting failed container vllm in pod crash-loop_default(${metadata?.uid})`,
      });
    }, 60_000);

    it('stays terminated through the back-off, and with an older kubelet does not', async () => {
      const older = 'crash-loop-older-kubelet';
      await play(older);
      const { status } = await seeContainer(
        older,
        ({ restartCount, state }) =>
          restartCount >= 2 && Boolean(state?.waiting),
      );
      expect(status.state?.waiting).toMatchObject({
        reason: 'CrashLoopBackOff',
        message: expect.stringContaining('restarting failed container=vllm'),
      });
      expect(status.lastState?.terminated?.exitCode).toBe(2);
      const crashing = await readPod('crash-loop');
      expect(crashing.status?.containerStatuses?.[0].state?.waiting).toBe(
        undefined,
      );
    }, 60_000);

    it('keeps the proof out of a termination message that is too short for it', async () => {
      await play('crash-loop-kv-cache');
      const { status } = await seeContainer(
        'crash-loop-kv-cache',
        ({ lastState }) => Boolean(lastState?.terminated),
      );
      const message = status.lastState?.terminated?.message ?? '';
      expect(message).toContain('Engine core initialization failed');
      expect(message).not.toContain('KV cache is needed');
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(2048);
      expect(await readPreviousLog('crash-loop-kv-cache')).toContain(
        'KV cache is needed',
      );
    }, 60_000);

    it('is killed for its memory: 137 and nothing in the log', async () => {
      await play('oom-killed');
      const { status } = await seeContainer('oom-killed', ({ lastState }) =>
        Boolean(lastState?.terminated),
      );
      expect(status.lastState?.terminated).toMatchObject({
        reason: 'OOMKilled',
        exitCode: 137,
      });
      expect(await readPreviousLog('oom-killed')).not.toMatch(
        /Traceback|[Kk]illed/,
      );
    }, 60_000);

    it('is ended by its startup probe: exit 0, and only events say why', async () => {
      await play('startup-probe-fails');
      const { status } = await seeContainer(
        'startup-probe-fails',
        ({ lastState }) => Boolean(lastState?.terminated),
      );
      expect(status.lastState?.terminated).toMatchObject({
        reason: 'Completed',
        exitCode: 0,
      });
      await seeEvent('startup-probe-fails', {
        reason: 'Killing',
        message: 'Container vllm failed startup probe, will be restarted',
      });
    }, 60_000);

    it('has no such command: StartError, 128', async () => {
      await play('start-error');
      const { status } = await seeContainer('start-error', ({ state }) =>
        Boolean(state?.terminated),
      );
      expect(status.state?.terminated).toMatchObject({
        reason: 'StartError',
        exitCode: 128,
        message: expect.stringContaining('executable file not found in $PATH'),
      });
    }, 60_000);

    it('misses a Secret: in a variable it is told, behind a volume only by events', async () => {
      await play('secret-missing');
      await play('volume-secret-missing');
      const { status } = await seeContainer(
        'secret-missing',
        ({ state }) => state?.waiting?.reason === 'CreateContainerConfigError',
      );
      expect(status.state?.waiting?.message).toBe(
        'secret "hf-token" not found',
      );
      await seeEvent('volume-secret-missing', {
        reason: 'FailedMount',
        message: expect.stringContaining('not found'),
      });
      const { status: volume } = await readPod('volume-secret-missing');
      expect(volume?.containerStatuses?.[0].state?.waiting).toEqual({
        reason: 'ContainerCreating',
      });
    }, 60_000);
  });

  describe('an engine that stops serving', () => {
    it('dies with exit code 0 and starts again', async () => {
      await play('engine-dies');
      const { status } = await seeContainer(
        'engine-dies',
        ({ restartCount }) => restartCount > 0,
      );
      expect(status.lastState?.terminated).toMatchObject({
        reason: 'Completed',
        exitCode: 0,
      });
      await waitFor('the log of the engine that died', async () =>
        (await readPreviousLog('engine-dies')).includes('EngineDeadError'),
      );
      await seeEvent('engine-dies', {
        reason: 'Unhealthy',
        message:
          'Readiness probe failed: HTTP probe failed with statuscode: 503',
      });
    }, 60_000);

    it('flaps: ready, not ready, ready, without a restart', async () => {
      await play('readiness-flapping');
      const flapping = (wanted: boolean) =>
        seeContainer(
          'readiness-flapping',
          ({ started }, pod) => started && Boolean(isReady(pod)) === wanted,
        );
      await flapping(true);
      await flapping(false);
      const { status } = await flapping(true);
      expect(status.restartCount).toBe(0);
    }, 60_000);

    it('is evicted: the pod has failed, with the reason', async () => {
      await play('evicted');
      const { pod } = await seeContainer(
        'evicted',
        (_status, { status }) => status?.phase === 'Failed',
      );
      expect(pod.status).toMatchObject({
        reason: 'Evicted',
        message: expect.stringContaining('low on resource: ephemeral-storage'),
      });
      await seeEvent('evicted', { reason: 'Evicted', type: 'Warning' });
    }, 60_000);

    it('ends at once, or takes its whole grace period', async () => {
      await play('slow-termination');
      await create(modelPod('prompt'));
      const { core } = cluster.clients();
      for (const name of ['slow-termination', 'prompt']) {
        await seeContainer(name, (_status, pod) => isReady(pod));
        await core.deleteNamespacedPod({
          name,
          namespace,
          gracePeriodSeconds: 60,
        });
      }
      await waitFor('the prompt one to be gone', () =>
        readPod('prompt').then(
          () => false,
          error => error.code === 404,
        ),
      );
      const { metadata } = await readPod('slow-termination');
      expect(metadata?.deletionTimestamp).toBeDefined();
      await seeEvent('slow-termination', {
        reason: 'Killing',
        message: 'Stopping container vllm',
      });
    }, 60_000);
  });

  describe('naming', () => {
    it('works by annotation and label, too, and in the middle of a life', async () => {
      await create(
        modelPod('by-annotation', {
          annotations: { 'dev-cluster/scenario': 'start-error' },
        }),
      );
      await create(modelPod('by-label'));
      await seeContainer('by-annotation', ({ state }) =>
        Boolean(state?.terminated),
      );
      await seeContainer('by-label', (_status, pod) => isReady(pod));
      await cluster.kubectl([
        'label',
        'pod/by-label',
        'dev-cluster/scenario=evicted',
      ]);
      await seeContainer(
        'by-label',
        (_status, { status }) => status?.reason === 'Evicted',
      );
    }, 60_000);

    it('of a scenario that does not exist is told', async () => {
      await play('no-such-thing');
      await seeContainer(
        'no-such-thing',
        ({ state }) => state?.waiting?.reason === 'UnknownScenario',
      );
    }, 60_000);
  });

  it('plays 300 pods in seconds', async () => {
    const { apps } = cluster.clients();
    const labels = { app: 'many' };
    const { metadata, spec } = modelPod('many', {
      labels,
      annotations: { 'dev-cluster/start-seconds': '0' },
      spec: { tolerations: [{ operator: 'Exists' }] },
    });
    await cluster.addNodes([
      { ...node, name: 'many', count: 5, instanceType: 'many' },
    ]);
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'many' },
        spec: {
          replicas: 300,
          selector: { matchLabels: labels },
          template: {
            metadata: {
              labels: metadata?.labels,
              annotations: metadata?.annotations,
            },
            spec: {
              ...spec!,
              nodeSelector: { 'node.kubernetes.io/instance-type': 'many' },
            },
          },
        },
      },
    });
    await waitFor(
      '300 ready replicas',
      async () => {
        const { status } = await apps.readNamespacedDeployment({
          name: 'many',
          namespace,
        });
        return status?.readyReplicas === 300;
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
  }, 90_000);
});

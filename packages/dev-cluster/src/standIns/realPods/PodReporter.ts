import {
  CoreV1Api,
  CoreV1Event,
  KubernetesObject,
  PatchStrategy,
  setHeaderOptions,
  V1Pod,
  V1PodStatus,
} from '@kubernetes/client-node';
import { applyObject, isStatus } from '../cluster/StandInCluster';
import { RealNode } from './RealNode';

const MANAGER = 'real-node';
/** Of one text: a kubelet is as sparing. */
const MOST_EVENTS = 5;

/** The logs of one container. */
export interface LogFiles {
  readonly container: string;
  readonly current: string;
  readonly previous?: string;
}

/** Tells the API server of one pod: what is refused since the pod is gone is no matter. */
export class PodReporter {
  readonly #core: CoreV1Api;
  readonly #told = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly node: RealNode, private readonly pod: V1Pod) {
    this.#core = node.cluster.config.makeApiClient(CoreV1Api);
  }

  status(status: V1PodStatus): Promise<void> {
    const { name = '', namespace = '', uid } = this.pod.metadata ?? {};
    const body = { metadata: { uid }, status };
    return this.#inTurn(() =>
      this.#core.patchNamespacedPodStatus(
        { name, namespace, body },
        setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
      ),
    );
  }

  event(
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    container?: string,
  ): Promise<void> {
    const key = `${reason} ${message}`;
    const count = (this.#told.get(key) ?? 0) + 1;
    this.#told.set(key, count);
    return count > MOST_EVENTS
      ? Promise.resolve()
      : this.#inTurn(() => this.#tell({ type, reason, message }, container));
  }

  logs(files: readonly LogFiles[]): Promise<void> {
    const logs = files.map(({ container, current, previous }) => ({
      containers: [container],
      logsFile: current,
      previousLogsFile: previous,
    }));
    return this.#inTurn(() => this.#applyBeside('Logs', { logs }));
  }

  /** Leads what asks for the pod's port to the process that serves it. */
  forward(ports: readonly number[], target: number): Promise<void> {
    const forwards = [
      { ports, target: { address: '127.0.0.1', port: target } },
    ];
    return this.#inTurn(() => this.#applyBeside('PortForward', { forwards }));
  }

  /** The pod is over: its object goes. */
  removed(): Promise<void> {
    const { name = '', namespace = '', uid } = this.pod.metadata ?? {};
    return this.#inTurn(() =>
      this.#core.deleteNamespacedPod({
        name,
        namespace,
        body: { gracePeriodSeconds: 0, preconditions: { uid } },
      }),
    );
  }

  #tell(
    {
      type,
      reason,
      message,
    }: { type: string; reason: string; message: string },
    container = this.pod.spec!.containers[0].name,
  ): Promise<CoreV1Event> {
    const { name = '', namespace = '', uid } = this.pod.metadata ?? {};
    const now = new Date();
    return this.#core.createNamespacedEvent({
      namespace,
      body: {
        metadata: { generateName: `${name}.` },
        involvedObject: {
          apiVersion: 'v1',
          kind: 'Pod',
          name,
          namespace,
          uid,
          fieldPath: `spec.containers{${container}}`,
        },
        type,
        reason,
        message,
        source: { component: 'kubelet', host: this.pod.spec?.nodeName },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      },
    });
  }

  #applyBeside(kind: string, spec: object): Promise<void> {
    const { name = '', namespace = '', uid = '' } = this.pod.metadata ?? {};
    const object = {
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind,
      metadata: {
        name,
        namespace,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid }],
      },
      spec,
    } as KubernetesObject;
    return applyObject(this.node.cluster, object, { manager: MANAGER });
  }

  #inTurn(tell: () => Promise<unknown>): Promise<void> {
    const { onError, signal } = this.node.cluster;
    this.#last = this.#last
      .then(() => tell())
      .then(
        () => undefined,
        error => {
          const isGone = [403, 404, 409].some(code => isStatus(error, code));
          if (!isGone && !signal.aborted) {
            onError(`telling of pod ${this.pod.metadata?.name}`, error);
          }
        },
      );
    return this.#last;
  }
}

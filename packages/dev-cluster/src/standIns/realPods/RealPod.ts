import { rmSync } from 'node:fs';
import path from 'node:path';
import { V1Container, V1Pod, V1Probe } from '@kubernetes/client-node';
import { choosePort } from '../../processes/choosePort';
import { askProbe } from './askProbe';
import { buildCommand, buildHook, Command } from './buildCommand';
import { buildPodStatus, ContainerFacts, WAITING } from './buildPodStatus';
import { ContainerLog } from './ContainerLog';
import { ContainerRun, RunEnding } from './ContainerRun';
import { LogFiles, PodReporter } from './PodReporter';
import { PreStop } from './runPreStop';
import { CreateContainerConfigError, readVariables } from './readVariables';
import { RealNode } from './RealNode';
import { volumeFolders } from './volumeFolders';
import { pause, watchProbes } from './watchProbes';

const LONGEST_BACK_OFF_SECONDS = 300;
/** A run of this length begins a new row of back-offs, in milliseconds. */
const LONG_RUN_MS = 600_000;
/** Between two looks for what is missing, in milliseconds. */
const MISSING_MS = 1_000;

/** A run, and what is to be done before it ends. */
type Ending = { readonly run: ContainerRun; readonly preStop: PreStop };

/** One pod at work: its init containers one after the other, then its engine for as long as the pod is wanted. */
export class RealPod {
  readonly #reporter: PodReporter;
  readonly #facts = new Map<string, ContainerFacts>();
  readonly #logs = new Map<string, LogFiles>();
  readonly #ending = new AbortController();
  #run?: ContainerRun;
  #runs = 0;
  #isPlayed = false;

  constructor(
    private pod: V1Pod,
    private readonly node: RealNode,
    private readonly podIP: string,
  ) {
    this.#reporter = new PodReporter(node, pod);
    for (const { name, restartCount, state } of [
      ...(pod.status?.initContainerStatuses ?? []),
      ...(pod.status?.containerStatuses ?? []),
    ]) {
      // An earlier node played it, whose processes are gone
      const restarts = restartCount + (state?.running ? 1 : 0);
      this.#facts.set(name, { ...WAITING, restarts });
    }
  }

  /** What the API server says of it now: above all, that it is to end, and until when. */
  update(pod: V1Pod): void {
    this.pod = pod;
    if (pod.metadata?.deletionTimestamp && !this.#ending.signal.aborted) {
      this.#ending.abort();
      if (!this.#isPlayed) {
        this.#end().catch(error =>
          this.node.cluster.onError('ending a pod', error),
        );
      }
    }
  }

  /** Ends what runs at once, and tells nobody. */
  kill(): void {
    this.#ending.abort();
    this.#run?.kill();
  }

  /** Tells that it has to wait for another one. */
  async wait(): Promise<void> {
    await this.#set(this.#containers()[0], {
      state: {
        is: 'waiting',
        reason: 'ContainerCreating',
        message: 'as many engines run on this machine as it can bear',
      },
    });
  }

  /** From the first container to the end of the pod. */
  async play(): Promise<void> {
    if (this.#ending.signal.aborted) {
      return;
    }
    this.#isPlayed = true;
    const inits = this.pod.spec?.initContainers ?? [];
    const [engine] = this.pod.spec!.containers;
    for (const container of inits) {
      await this.#runUntil(container, ({ exitCode }) => exitCode === 0);
    }
    await this.#runUntil(engine, () => false);
    await this.#end();
  }

  async #end(): Promise<void> {
    if (!this.node.cluster.signal.aborted) {
      await this.#reporter.removed();
    }
    rmSync(this.#directory(), { recursive: true, force: true });
  }

  /** Again and again, until it ended as it should or the pod is to end. */
  async #runUntil(
    container: V1Container,
    isDone: (ending: RunEnding) => boolean,
  ): Promise<void> {
    const { backOffSeconds = 10 } = this.node;
    let backOff = 0;
    while (!this.#ending.signal.aborted) {
      const ending = await this.#runOnce(container);
      if (!ending || isDone(ending) || this.#ending.signal.aborted) {
        return;
      }
      const ran = ending.finishedAt.getTime() - ending.startedAt.getTime();
      backOff =
        ending.reason !== 'StartError' && ran > LONG_RUN_MS ? 0 : backOff;
      if (backOff > 0) {
        this.#warn(
          'BackOff',
          `Back-off restarting failed container ${container.name} in pod ${this.pod.metadata?.name}_${this.pod.metadata?.namespace}(${this.pod.metadata?.uid})`,
          container,
        );
        await pause(backOff * 1_000, this.#ending.signal);
      }
      backOff = Math.min(
        backOff * 2 || backOffSeconds,
        LONGEST_BACK_OFF_SECONDS,
      );
    }
  }

  /** @returns `undefined` when the pod is to end before it began */
  async #runOnce(container: V1Container): Promise<RunEnding | undefined> {
    // Of another object by now: the API server told of the pod since
    const isEngine = this.pod.spec!.containers[0].name === container.name;
    const port = isEngine ? await choosePort() : undefined;
    const prepared = await this.#prepare(container, port);
    if (!prepared) {
      return undefined;
    }
    const { command, preStop } = prepared;
    const run = await this.#start(container, command);
    const ended = new AbortController();
    const ending = run.ended.finally(() => ended.abort());
    if (port) {
      await this.#forward(container, port);
      this.#watch(container, { run, preStop, port, signal: ended.signal });
    }
    const stop = () => this.#stop(container, { run, preStop });
    this.#ending.signal.addEventListener('abort', stop, { once: true });
    if (this.#ending.signal.aborted) {
      stop();
    }
    const result = await ending;
    this.#ending.signal.removeEventListener('abort', stop);
    await this.#set(container, {
      state: { is: 'ended', ...withMessage(result, container, run) },
      started: false,
      ready: false,
    });
    return result;
  }

  async #prepare(container: V1Container, port: number | undefined) {
    const { node, pod } = this;
    while (!this.#ending.signal.aborted) {
      try {
        const { programs, environment } = node;
        const folders = volumeFolders(container, pod, {
          directory: node.directory,
          podDirectory: this.#directory(),
        });
        const command = buildCommand(container, {
          image: { PATH: `${programs}:/usr/bin:/bin`, ...environment },
          own: await readVariables(container, pod, node.cluster),
          folders,
          port,
        });
        const { env } = command;
        return {
          command,
          preStop: preStopOf(container, { env, folders, port }),
        };
      } catch (error) {
        if (!(error instanceof CreateContainerConfigError)) {
          throw error;
        }
        const { name: reason } = CreateContainerConfigError;
        const { message } = error;
        this.#warn('Failed', `Error: ${message}`, container);
        await this.#set(container, {
          state: { is: 'waiting', reason, message },
        });
        await pause(MISSING_MS, this.#ending.signal);
      }
    }
    return undefined;
  }

  async #start(
    container: V1Container,
    command: Command,
  ): Promise<ContainerRun> {
    const { name, image } = container;
    const before = this.#facts.get(name) ?? WAITING;
    const last = before.state.is === 'ended' ? before.state : before.last;
    const file = path.join(
      this.#directory(),
      'logs',
      `${name}-${this.#runs++}`,
    );
    const log = new ContainerLog(`${file}.log`);
    const run = new ContainerRun(command, log, {
      cwd: this.#directory(),
      directory: this.node.directory,
    });
    this.#run = run;
    this.#logs.set(name, {
      container: name,
      current: log.path,
      previous: this.#logs.get(name)?.current,
    });
    await this.#reporter.logs([...this.#logs.values()]);
    this.#tell(
      'Pulled',
      `Container image "${image}" already present on machine and can be accessed by the pod`,
      container,
    );
    this.#tell('Created', 'Container created', container);
    this.#tell('Started', 'Container started', container);
    await this.#set(container, {
      state: { is: 'running', since: run.startedAt },
      last,
      restarts: before.restarts + (before.state.is === 'ended' ? 1 : 0),
      started: !container.startupProbe,
      ready: false,
    });
    return run;
  }

  async #forward({ ports = [] }: V1Container, port: number): Promise<void> {
    await this.#reporter.forward(
      ports.map(({ containerPort }) => containerPort),
      port,
    );
  }

  #watch(
    container: V1Container,
    { port, signal, ...ending }: Ending & { port: number; signal: AbortSignal },
  ): void {
    const address = `${this.podIP}:${container.ports?.[0]?.containerPort}`;
    watchProbes(
      container,
      {
        ask: probe => askProbe(probe, { port, address }),
        started: () => this.#set(container, { started: true }),
        ready: ready => this.#set(container, { ready }),
        failed: (kind, words) =>
          this.#warn('Unhealthy', `${kind} probe failed: ${words}`, container),
        kill: (kind, probe) =>
          this.#kill(container, { ...ending, kind, probe }),
      },
      signal,
    ).catch(error => this.node.cluster.onError('asking probes', error));
  }

  #kill(
    container: V1Container,
    { kind, probe, ...ending }: Ending & { kind: string; probe: V1Probe },
  ): void {
    const { terminationGracePeriodSeconds: own } = probe;
    const seconds = own ?? this.pod.spec?.terminationGracePeriodSeconds ?? 30;
    const deadline = Date.now() + seconds * 1_000;
    this.#tell(
      'Killing',
      `Container ${container.name} failed ${kind} probe, will be restarted`,
      container,
    );
    this.#finish(container, { ...ending, deadline: () => deadline });
  }

  #stop(container: V1Container, ending: Ending): void {
    const { run } = ending;
    if (this.node.cluster.signal.aborted) {
      run.kill();
      return;
    }
    this.#tell('Killing', `Stopping container ${container.name}`, container);
    this.#finish(container, {
      ...ending,
      // Who deletes it again may shorten the time
      deadline: () =>
        Number(new Date(this.pod.metadata?.deletionTimestamp ?? 0)),
    });
  }

  #finish(
    container: V1Container,
    { run, ...options }: Ending & { deadline(): number },
  ): void {
    run
      .stop(options)
      .then(failure => {
        if (failure) {
          this.#warn('FailedPreStopHook', 'PreStopHook failed', container);
        }
      })
      .catch(error => this.node.cluster.onError('ending an engine', error));
  }

  async #set(
    { name }: V1Container,
    change: Partial<ContainerFacts>,
  ): Promise<void> {
    const before = this.#facts.get(name) ?? WAITING;
    const after = { ...before, ...change };
    if (JSON.stringify(after) === JSON.stringify(before)) {
      return;
    }
    this.#facts.set(name, after);
    const { podIP, pod } = this;
    const status = buildPodStatus(pod, this.#facts, { podIP, now: new Date() });
    this.pod = { ...pod, status: { ...pod.status, ...status } };
    await this.#reporter.status(status);
  }

  #containers(): V1Container[] {
    const { initContainers = [], containers } = this.pod.spec!;
    return [...initContainers, ...containers];
  }

  #directory(): string {
    return path.join(this.node.directory, 'pods', this.pod.metadata?.uid ?? '');
  }

  #tell(reason: string, message: string, { name }: V1Container): void {
    this.#reporter.event('Normal', reason, message, name);
  }

  #warn(reason: string, message: string, { name }: V1Container): void {
    this.#reporter.event('Warning', reason, message, name);
  }
}

function preStopOf(
  { lifecycle, ports = [] }: V1Container,
  surroundings: Omit<Parameters<typeof buildHook>[1], 'ports'>,
): PreStop {
  const { exec, sleep } = lifecycle?.preStop ?? {};
  return exec
    ? {
        command: buildHook(exec.command ?? [], {
          ...surroundings,
          ports: ports.map(({ containerPort }) => containerPort),
        }),
      }
    : { sleepSeconds: sleep?.seconds ?? 0 };
}

function withMessage(
  ending: RunEnding,
  { terminationMessagePolicy }: V1Container,
  { log }: ContainerRun,
): RunEnding {
  const isTold = terminationMessagePolicy === 'FallbackToLogsOnError';
  return isTold && ending.exitCode !== 0 && !ending.message
    ? { ...ending, message: log.tail() }
    : ending;
}

/**
 * What a scenario is: a list of steps a played kubelet takes with one pod.
 *
 * @remarks
 * Texts (messages of states and events) may hold the tokens `{image}`, `{imageRef}`, `{container}`, `{command}`, `{pod}`,
 * `{namespace}`, `{node}`, `{uid}`, `{podIP}`, `{port}`, `{backOff}`, `{missing}`, `{volume}` and `{missingInVolume}`; they
 * are filled from the pod.
 */
export interface Scenario {
  /** The value of the label `dev-cluster/scenario`, and of the image pattern `scenario-<name>`. */
  readonly name: string;
  /** One sentence: what this plays. */
  readonly summary: string;
  /** How pods come to this scenario. Default: only by name. */
  readonly chosen?: 'by-name' | 'by-default';
  /** jq over the pod: where it is so, nothing is wrong with the pod any more, and it starts as any other does. */
  readonly mended?: string;
  /** The first step starts from anywhere outside this scenario, each other one from the step before it. */
  readonly steps: readonly Step[];
  /** Log files by name: the lines of each, see {@link Step.log}. */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
}

/** One move of the pod; afterwards the pod stands at `name`. */
export interface Step {
  /** CamelCase, unique within the scenario. */
  readonly name: string;
  /** Steps to come from, where that is not the previous one (a loop comes from two places). */
  readonly from?: readonly string[];
  /**
   * What must be so besides. not-ready: someone else (the node controller) has made the pod's `Ready` condition
   * False; missing-changed: what is missing (`{missing}`) is no longer what the container's state says.
   */
  readonly when?: 'not-ready' | 'missing-changed';
  /** How long the pod stays where it was. Default: not at all. */
  readonly after?: Delay;
  /** State of the first container, the engine. The others follow it. */
  readonly engine: EngineState;
  /** The container starts again: `restartCount` grows, and only where the pod's restartPolicy allows it. */
  readonly restart?: boolean;
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** `status.reason` and `status.message` of the pod itself. */
  readonly verdict?: { readonly reason: string; readonly message: string };
  /** Further conditions of the pod. */
  readonly conditions?: readonly PodConditionText[];
  readonly events?: readonly KubeletEvent[];
  /** Names in {@link Scenario.logs}. `none`: the kubelet refuses, for want of a container. Default: as before. */
  readonly log?:
    | 'none'
    | { readonly current: string; readonly previous?: string };
  /** Further objects the step writes, as YAML with Go template expressions. */
  readonly applies?: readonly string[];
}

export interface PodConditionText {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export type EngineState =
  | { readonly waiting: string; readonly message?: string }
  /** loading: the startup probe has not passed; unready: it has, the readiness probe fails. */
  | { readonly running: 'loading' | 'serving' | 'unready' }
  | {
      readonly terminated: string;
      readonly exitCode: number;
      /** What the runtime says, always told. */
      readonly message?: string;
      /** End of the log, told where the container asks for it (`FallbackToLogsOnError`). */
      readonly logTail?: string;
    };

/** An event as the kubelet of 1.36 writes it. */
export interface KubeletEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Of the pod as a whole rather than of its first container. */
  readonly ofPod?: boolean;
  /** Who reports it, where that is not the kubelet. */
  readonly component?: string;
}

export type Delay =
  | { readonly seconds: number }
  /** A part of the pod's start (annotation `dev-cluster/start-seconds`). */
  | { readonly partOfStart: number }
  /** From serving to the failure (annotation `dev-cluster/fail-after-seconds`). */
  | { readonly failAfter: true }
  /** The kubelet's back-off: none, then 1, 2, 4 … times the base (10 s on a real kubelet), at most 300 s. */
  | { readonly backOff: true };

/** The numbers of one cluster, in seconds. */
export interface Pace {
  /** From the pod being scheduled to ready; 0 plays no phases, events and logs (for benchmarks). */
  readonly startSeconds: number;
  readonly failAfterSeconds: number;
  readonly backOffSeconds: number;
  /** From the request to delete a pod to its end. */
  readonly stopSeconds: number;
}

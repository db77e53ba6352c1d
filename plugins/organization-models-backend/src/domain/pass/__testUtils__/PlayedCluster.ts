import type { CrashLog } from '../../facts/CrashLog';
import type {
  AppliedObject,
  Observation,
  OwnedObject,
} from '../../facts/Observation';
import type { ContainerFacts, PodFacts } from '../../facts/ObservedModel';
import type { Manifest } from '../../facts/ResolvedModel';
import { fingerprint, hashOf } from '../../ownership/fingerprint';
import { diffObjects } from '../../plan/diffObjects';
import type { ConvergePlan, PassDone } from '../Pass';
import { isForeground, planRemoval } from '../planRemoval';
import type { PlannedApply } from '../planObjects';

type PlayedObject = {
  manifest: Manifest;
  spec: Record<string, any>;
  uid: string;
  version: number;
  /** `metadata.generation` of a Deployment, and as far as its controller came. */
  generation: number;
  observedGeneration: number;
  deleting: boolean;
  lastForeignManager?: string;
  scaledBy?: string;
};

/**
 * A cluster in as many lines as stories of passes need: an API server that
 * counts versions, the controller of one Deployment of the strategy `Recreate`,
 * and a node on which pods do what they are told. All without waiting.
 */
export class PlayedCluster {
  readonly #objects = new Map<string, PlayedObject>();
  readonly #templates: string[] = [];
  #pods: PodFacts[] = [];
  #staleSets: string[] = [];
  #version = 100;
  #made = 0;
  /** Last words of containers that ended. */
  logs: CrashLog[] = [];

  constructor(private readonly now: () => Date) {}

  /** What watches would tell of it. */
  observe(): Observation {
    const deployment = this.#deployment();
    return {
      objects: [...this.#objects.values()].map(toOwned),
      model: {
        deployment: deployment && this.#toFacts(deployment),
        pods: structuredClone(this.#pods),
        events: [],
        serviceExists: this.#objects.has('Service'),
        serviceMonitorExists: false,
      },
    };
  }

  /** Does what a pass planned, and answers what the API server would. */
  act(plan: ConvergePlan, applied: AppliedObject[]): PassDone {
    const done: PassDone = {
      applied: [...applied],
      problems: [...plan.contested],
      repairs: [],
      leftAlone: plan.leftAlone,
      logs: this.logs,
    };
    plan.prune.forEach(({ kind }) => this.#objects.delete(kind));
    plan.apply.forEach(planned => this.#apply(planned, plan, done));
    this.#scale(plan, done);
    if (plan.resize) {
      this.#staleSets = [];
    }
    return done;
  }

  /** What a deletion reaches at once, and what it waits for then. */
  remove(removed: OwnedObject[] = []): {
    removed: OwnedObject[];
    waitsFor: string | undefined;
  } {
    const there = [...this.#objects.values()].map(toOwned);
    const { remove, waitsFor } = planRemoval(there, this.#pods.length);
    for (const object of remove) {
      if (isForeground(object) && this.#pods.length > 0) {
        this.#objects.get(object.kind)!.deleting = true;
        this.#pods.forEach(pod => this.#end(pod));
      } else {
        this.#objects.delete(object.kind);
      }
    }
    return remove.length > 0
      ? this.remove([...removed, ...remove])
      : { removed, waitsFor };
  }

  /** The Deployment's controller: old pods end, then new ones are made. */
  controllerWorks() {
    const deployment = this.#deployment();
    if (!deployment) {
      return;
    }
    deployment.observedGeneration = deployment.generation;
    const newest = this.#hashOf(deployment);
    const old = this.#pods.filter(pod => pod.templateHash !== newest);
    old.forEach(pod => this.#end(pod));
    const current = this.#pods.filter(pod => pod.templateHash === newest);
    const wanted = deployment.spec.replicas;
    current.slice(wanted).forEach(pod => this.#end(pod));
    const missing = old.length > 0 ? 0 : wanted - current.length;
    for (let count = 0; count < missing; count++) {
      this.#pods.push(this.#makePod(newest));
    }
  }

  /** The Deployment's controller waits for ReplicaSets that it does not size. */
  controllerIsStuck() {
    const deployment = this.#deployment()!;
    deployment.observedGeneration = deployment.generation;
    const hashes = this.#pods.map(({ templateHash }) => templateHash);
    this.#staleSets = [...new Set(hashes)].map(hash => `qwen-${hash}`);
  }

  podsGetNodes() {
    this.#eachPod(
      { node: 'gpu-1' },
      { waiting: { reason: 'ContainerCreating' } },
    );
  }

  containersRun() {
    this.#eachPod(
      { phase: 'Running' },
      { waiting: undefined, runningSince: this.now().toISOString() },
    );
  }

  enginesServe() {
    this.#eachPod(
      { ready: true, readySince: this.now().toISOString() },
      { ready: true, started: true },
    );
  }

  /** Containers end, and are started again later and later. */
  enginesCrash({ lines, restarts }: { lines: string[]; restarts: number }) {
    const endedAt = this.now().toISOString();
    this.#eachPod(
      { ready: false },
      {
        ready: false,
        started: false,
        restarts,
        runningSince: undefined,
        waiting: { reason: 'CrashLoopBackOff' },
        lastTerminated: { exitCode: 1, reason: 'Error', finishedAt: endedAt },
      },
    );
    this.logs = this.#pods.map(({ name }) => ({
      pod: name,
      container: 'vllm',
      generation: 1,
      endedAt,
      exitCode: 1,
      lines,
    }));
  }

  podsAreGone() {
    this.#pods = this.#pods.filter(({ deleting }) => !deleting);
    if (this.#deployment()?.deleting && this.#pods.length === 0) {
      this.#objects.delete('Deployment');
    }
  }

  someoneEdits(manager: string, change: (spec: Record<string, any>) => void) {
    this.#change('Deployment', object => {
      change(object.spec);
      object.lastForeignManager = manager;
    });
  }

  someoneScales(manager: string, replicas: number) {
    this.#change('Deployment', object => {
      object.spec.replicas = replicas;
      object.scaledBy = manager;
    });
  }

  someoneDeletes(kind: string) {
    this.#objects.delete(kind);
  }

  #apply(planned: PlannedApply, plan: ConvergePlan, done: PassDone) {
    const { manifest, why, manager } = planned;
    const { kind, metadata } = manifest;
    const before = this.#objects.get(kind);
    const wasApplied = done.applied.some(applied => applied.kind === kind);
    const changes = before ? diffObjects(toRaw(before), manifest) : [];
    const replicas =
      kind === 'Deployment'
        ? { replicas: before?.spec.replicas ?? plan.replicas.initial }
        : {};
    const after: PlayedObject = {
      manifest,
      spec: { ...structuredClone(manifest.spec as object), ...replicas },
      uid: before?.uid ?? `${kind}-${++this.#made}`,
      version: ++this.#version,
      generation: (before?.generation ?? 0) + 1,
      observedGeneration: before?.observedGeneration ?? 0,
      deleting: false,
    };
    this.#objects.set(kind, after);
    if (wasApplied && why !== 'changed') {
      done.repairs.push({ kind, name: metadata.name, manager, changes });
    }
    this.#remember(done, after);
  }

  #scale({ replicas: { set, isSettled } }: ConvergePlan, done: PassDone) {
    const deployment = this.#deployment();
    if (set === undefined || !deployment) {
      return;
    }
    const from = deployment.spec.replicas;
    const manager = deployment.scaledBy;
    this.#change('Deployment', object => {
      object.spec.replicas = set;
      object.scaledBy = undefined;
    });
    if (isSettled && manager) {
      done.repairs.push({
        kind: 'Deployment',
        name: deployment.manifest.metadata.name,
        manager,
        changes: [{ path: 'spec.replicas', from, to: set }],
      });
    }
    this.#remember(done, deployment);
  }

  #change(kind: string, change: (object: PlayedObject) => void) {
    const object = this.#objects.get(kind)!;
    change(object);
    object.version = ++this.#version;
    object.generation += 1;
  }

  #deployment() {
    return this.#objects.get('Deployment');
  }

  // pods and templates are told apart by letters: a, b, …
  #hashOf({ spec }: PlayedObject): string {
    const text = JSON.stringify(spec.template);
    if (!this.#templates.includes(text)) {
      this.#templates.push(text);
    }
    return 'abcdefgh'[this.#templates.indexOf(text)];
  }

  #toFacts(deployment: PlayedObject) {
    const { manifest, uid, spec } = deployment;
    const newest = this.#hashOf(deployment);
    const live = this.#pods.filter(({ deleting }) => !deleting);
    const ready = live.filter(pod => pod.ready).length;
    return {
      name: manifest.metadata.name,
      uid,
      generation: deployment.generation,
      observedGeneration: deployment.observedGeneration,
      paused: false,
      deleting: deployment.deleting,
      wantedReplicas: spec.replicas,
      replicas: live.length,
      updatedReplicas: live.filter(pod => pod.templateHash === newest).length,
      readyReplicas: ready,
      availableReplicas: ready,
      conditions: [],
      newestTemplateHash: newest,
      staleSets: this.#staleSets,
    };
  }

  #makePod(templateHash: string): PodFacts {
    const name = `qwen-${templateHash}-${++this.#made}`;
    return {
      name,
      uid: name,
      namespace: 'models',
      createdAt: this.now().toISOString(),
      deleting: false,
      phase: 'Pending',
      templateHash,
      ready: false,
      requests: {},
      containers: [
        {
          name: 'vllm',
          image: 'vllm/vllm-openai:v0.32.0',
          ready: false,
          started: false,
          restarts: 0,
        },
      ],
      initContainers: [],
    };
  }

  #eachPod(pod: Partial<PodFacts>, container: Partial<ContainerFacts>) {
    this.#pods = this.#pods.map(each =>
      each.deleting
        ? each
        : {
            ...each,
            ...pod,
            containers: each.containers.map(one => ({ ...one, ...container })),
          },
    );
  }

  #end(pod: PodFacts) {
    pod.deleting = true;
    pod.graceSeconds = 90;
  }

  #remember(done: PassDone, { manifest, uid, version, spec }: PlayedObject) {
    const { kind, metadata } = manifest;
    done.applied = [
      ...done.applied.filter(applied => applied.kind !== kind),
      {
        kind,
        name: metadata.name,
        uid,
        resourceVersion: String(version),
        manifestHash: hashOf(manifest),
        fingerprint: fingerprint({ metadata, spec }),
        at: this.now().toISOString(),
        ...(kind === 'Deployment' && { replicas: spec.replicas }),
      },
    ];
  }
}

function toRaw({ manifest, spec }: PlayedObject) {
  return { ...manifest, spec };
}

function toOwned(object: PlayedObject): OwnedObject {
  const { manifest, uid, version, spec, deleting, lastForeignManager } = object;
  const { kind, metadata } = manifest;
  return {
    kind,
    name: metadata.name,
    namespace: metadata.namespace!,
    uid,
    resourceVersion: String(version),
    fingerprint: fingerprint({ metadata, spec }),
    deleting,
    lastForeignManager,
  };
}

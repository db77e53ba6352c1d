import { InstallScenariosOptions } from '../scenarios';
import { StandInsOptions } from '../standIns';
import { CrdSet } from '../crdSets';
import { ClusterClients } from '../clients';
import { NamedNodeShapes } from '../nodes/nodeShapes';
import { NodeShape } from '../nodes/NodeShape';
import { ClusterFaults } from './trouble/clusterFaults';
import { FaultProxy } from './trouble/openFaultProxy';
import { Relay } from './trouble/openRelay';
import { WhenOwnerDies } from '../processes/watchOwner';

/** What a cluster is to be like. */
export interface StartClusterOptions {
  /** The context in its kubeconfig. Default: `dev`. */
  name?: string;
  /**
   * Where the cluster lives. A given directory keeps the cluster between runs: started over one that holds a cluster,
   * that one goes on with its data. By default a temporary one, which goes with the cluster.
   */
  directory?: string;
  /** Which operators' resource definitions it has when it is created. Default: all. */
  crds?: readonly CrdSet[];
  /** The nodes it has when it is created. Default: `small`. */
  nodes?: NamedNodeShapes | readonly NodeShape[];
  /** Takes all client and request limits away, for benchmarks. Default: false. */
  disableQpsLimits?: boolean;
  /** Admission plugins beyond the API server's default ones. */
  admissionPlugins?: readonly string[];
  /** A user whose requests are kept, for `readAudit`. */
  auditedUser?: string;
  /** How pods are played; `false` leaves them pending. Default: as the scenarios have it. */
  scenarios?: InstallScenariosOptions | false;
  /** What works around models in a real cluster and is played here, in this process. Default: false. */
  standIns?: StandInsOptions | false;
  /**
   * What happens when this process dies without stopping the cluster. Default: a temporary one is deleted, a
   * persistent one stopped.
   */
  whenOwnerDies?: WhenOwnerDies;
  /** Gets a line before each long step. */
  onProgress?(line: string): void;
  /** Told as soon as the kubeconfig is written, seconds before the API server answers at its address. */
  onAddressed?(): void;
  /** Gives up the start, and clears up what was begun. */
  signal?: AbortSignal;
}

/** A running cluster: a real control plane with played kubelets. */
export interface DevCluster {
  name: string;
  /** Path of a kubeconfig with an administrator's rights, complete in itself. */
  kubeconfig: string;
  /** The API server's URL. */
  server: string;
  /** Everything of this cluster is below it. */
  directory: string;
  faults: ClusterFaults;
  snapshot: ClusterSnapshots;
  /** Typed clients with the kubeconfig's rights. */
  clients(): ClusterClients;
  /** Adds nodes and waits until the scheduler may use them, or the node controller has tainted them. */
  addNodes(shapes: readonly NodeShape[]): Promise<void>;
  /** Runs kubectl against the cluster and returns its stdout. */
  kubectl(
    args: readonly string[],
    options?: { input?: string },
  ): Promise<string>;
  /**
   * Makes etcd forget all but the last revision and the API server its cache of events, so that whoever lists or
   * watches from an older revision is told 410 Gone.
   */
  compactEtcd(): Promise<void>;
  /** Opens another way to the API server, whose connections can be cut. Closed with the cluster. */
  openRelay(): Promise<Relay & { kubeconfig: string }>;
  /** Opens a way to the API server on which requests can be refused as by an overloaded one. Closed with the cluster. */
  openFaultProxy(): Promise<FaultProxy & { kubeconfig: string }>;
  /** The last warnings and errors in every component's log. */
  readLogs(options?: { lines?: number }): Promise<string>;
  /** Copies every component's whole log into a directory. */
  copyLogs(directory: string): Promise<void>;
  /** Stops the cluster. A temporary one is deleted unless its data is to be kept; a persistent one the other way round. */
  stop(options?: { keepData?: boolean }): Promise<void>;
}

/** Saves and restores everything the API server holds. */
export interface ClusterSnapshots {
  /** Writes the cluster's state into one file, while it runs. */
  save(file: string): Promise<void>;
  /** Replaces the cluster's state by a saved one and restarts it; takes some seconds. Nodes and pods come back too. */
  restore(file: string): Promise<void>;
}

/*
 * A stand-in of a kubelet that does run the containers of models, as processes of this machine: command, arguments
 * and variables are those of the manifest, and so are init containers, probes, restarts, what is done before SIGTERM and
 * the time until SIGKILL. There are no images and no walls: paths of volumes are replaced by folders, the engine's
 * port by a free one, and nobody's memory is limited.
 */
import { StandInCluster } from '../cluster/StandInCluster';

/** What takes the place of the images, and where things are kept. */
export interface RealNodeOptions {
  /** The folder of programs that an image would have on its PATH. */
  readonly programs: string;
  /** Variables that an image would have. Those of a manifest come before them. */
  readonly environment: Readonly<Record<string, string>>;
  /** For logs and volumes; claims live here as long as the folder does. */
  readonly directory: string;
  /** The pause before the first restart, in seconds, which doubles. Default: 10. */
  readonly backOffSeconds?: number;
  /** Engines that run at a time, each of which takes most of a machine. Default: 1. */
  readonly enginesAtATime?: number;
}

/** A node and the cluster that it belongs to. */
export interface RealNode extends RealNodeOptions {
  readonly cluster: StandInCluster;
}

/** vLLM on a machine without GPUs: what differs from an image for GPUs is in the environment, none of it in the command. */
export const CPU_ENVIRONMENT: Readonly<Record<string, string>> = {
  // GiB; else it wants nearly all of the machine's memory
  VLLM_CPU_KVCACHE_SPACE: '1',
  // a minute, and a compiler that not every machine has
  TORCH_COMPILE_DISABLE: '1',
  OMP_NUM_THREADS: '1',
  // the worker within the engine, as on one GPU
  VLLM_ENABLE_V1_MULTIPROCESSING: '0',
};

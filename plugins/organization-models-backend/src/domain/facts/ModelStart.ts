/** How one pod got ready. */
export type ModelStart = {
  podUid: string;
  modelId: string;
  generation: number;
  cluster: string;
  image: string;
  /** What it loads: a name at the hub, or a path. */
  source: string;
  /** What it runs on: GPUs and their number. */
  hardware: string;
  /** RFC 3339. */
  readyAt: string;
  /** How long each phase took. */
  seconds: Record<string, number>;
  /** When the engine's log says it got where, RFC 3339. */
  milestones: Record<string, string>;
};

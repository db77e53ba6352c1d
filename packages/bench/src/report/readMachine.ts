import { availableParallelism, cpus, totalmem } from 'node:os';

/** Where and when something was measured. */
export type Machine = {
  date: string;
  cores: number;
  cpu: string;
  /** GiB */
  memory: number;
  node: string;
  /** `undefined`: no cluster was needed. */
  kubernetes?: string;
};

export function readMachine(kubernetes: string | undefined): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    cpu: cpus()[0].model.trim(),
    memory: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    ...(kubernetes ? { kubernetes } : {}),
  };
}

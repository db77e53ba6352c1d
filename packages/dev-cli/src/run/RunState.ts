import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  ProcessIdentity,
  identifyProcess,
  isRunning,
} from '../processes/processIdentity';

/** The name of the file in each directory where a command works. */
export const runStateFile = 'run.json';

/** What a command that works in a directory tells the others. */
export interface RunState {
  /** The process that started everything and stops it. */
  supervisor: ProcessIdentity;
  phase: 'starting' | 'ready' | 'stopping';
  portal?: PortalFacts;
}

/** Where the portal of a run is. */
export interface PortalFacts {
  database: 'sqlite' | 'postgres';
  portalUrl: string;
  apiUrl: string;
  /** Known once the cluster runs. */
  kubeconfig?: string;
}

/** The run that goes on in this directory; undefined when there is none, whatever an earlier one left. */
export function readRunState(directory: string): RunState | undefined {
  const state = parseFile(stateFile(directory));
  return state?.supervisor && isRunning(state.supervisor) ? state : undefined;
}

/**
 * Makes this process the one that works in the directory.
 * @returns undefined when it now is, else the state of the other one, which was first
 */
export function claimRun(
  directory: string,
  facts: Pick<RunState, 'portal'> = {},
): RunState | undefined {
  const other = readRunState(directory);
  if (other) {
    return other;
  }
  rmSync(stateFile(directory), { force: true });
  const supervisor = identifyProcess(process.pid)!;
  const draft = writeDraft(directory, {
    ...facts,
    supervisor,
    phase: 'starting',
  });
  try {
    linkSync(draft, stateFile(directory)); // unlike a rename it fails when another run was faster
    return undefined;
  } catch (error) {
    const faster = readRunState(directory);
    if (!faster) {
      throw error;
    }
    return faster;
  } finally {
    rmSync(draft);
  }
}

/** Changes what the other commands are told about this process's run. */
export function updateRunState(
  directory: string,
  changes: Partial<RunState>,
): void {
  const state = readRunState(directory);
  if (state?.supervisor.pid === process.pid) {
    const draft = writeDraft(directory, { ...state, ...changes });
    renameSync(draft, stateFile(directory));
  }
}

/** Gives the directory free again. */
export function clearRunState(directory: string): void {
  rmSync(stateFile(directory), { force: true });
}

function stateFile(directory: string): string {
  return path.join(directory, runStateFile);
}

/** Written aside first: a reader sees the whole of the old or the whole of the new. */
function writeDraft(directory: string, state: RunState): string {
  mkdirSync(directory, { recursive: true });
  const draft = `${stateFile(directory)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(state, undefined, 2));
  return draft;
}

function parseFile(file: string): RunState | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // there is none, or the disk was full while it was written: nothing runs that we know of
  }
}

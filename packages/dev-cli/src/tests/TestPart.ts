import { Steps } from '../Steps';
import { Workspace } from '../Workspace';
import { Counts } from './Counts';

/** The groups that can be run by themselves. `check` only belongs to a full run. */
export type TestGroup =
  | 'check'
  | 'unit'
  | 'integration'
  | 'engine'
  | 'e2e'
  | 'install';

/** One part of `./dev test`. */
export interface TestPart {
  name: string;
  group: TestGroup;
  run(context: TestContext): Promise<Counts>;
}

/** What a part is run with. */
export interface TestContext {
  /** Where it may write; empty at the beginning. */
  workspace: Workspace;
  steps: Steps;
  signal: AbortSignal;
}

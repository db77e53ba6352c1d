import { DevError } from '../DevError';
import { RunState, readRunState } from '../run/RunState';
import { developmentWorkspace } from '../Workspace';

/** The running portal's state; throws a DevError when it does not run or is not ready yet. */
export function requireRunning(): RunState {
  const state = readRunState(developmentWorkspace.directory);
  if (!state) {
    throw new DevError('The portal does not run: start it with ./dev up.');
  }
  if (state.phase !== 'ready') {
    throw new DevError(`The portal is still ${state.phase}: try again when ./dev status says ready.`);
  }
  return state;
}

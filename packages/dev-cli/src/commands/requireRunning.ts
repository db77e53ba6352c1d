import { DevError } from '../DevError';
import { PortalFacts, readRunState } from '../run/RunState';
import { developmentWorkspace } from '../Workspace';

/** The running portal; throws a DevError when it does not run or is not ready yet. */
export function requireRunning(): PortalFacts {
  const state = readRunState(developmentWorkspace.directory);
  if (!state?.portal) {
    throw new DevError('The portal does not run: start it with ./dev up.');
  }
  if (state.phase !== 'ready') {
    throw new DevError(
      `The portal is still ${state.phase}: try again when ./dev status says ready.`,
    );
  }
  return state.portal;
}

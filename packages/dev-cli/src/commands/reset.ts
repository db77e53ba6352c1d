import { rmSync } from 'node:fs';
import { Steps } from '../Steps';
import { developmentWorkspace } from '../Workspace';
import { down } from './down';

/** Stops the portal and removes all that this checkout's commands have written at run time. */
export async function reset(options: { steps: Steps }): Promise<number> {
  await down(options);
  rmSync(developmentWorkspace.directory, { recursive: true, force: true });
  options.steps.note(
    '✓ databases, cluster and logs are gone; the next ./dev up begins anew',
  );
  return 0;
}

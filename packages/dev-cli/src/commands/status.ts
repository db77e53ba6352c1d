import { answers } from '../portal/waitUntilReady';
import { findMarkedProcesses } from '../processes/markedProcesses';
import { readRunState } from '../run/RunState';
import { developmentWorkspace } from '../Workspace';

/** Tells what runs, where, and whether it answers. The exit code is 3 when the portal does not run, 4 when a part of it does not answer. */
export async function status(): Promise<number> {
  const { directory } = developmentWorkspace;
  const state = readRunState(directory);
  if (!state?.portal) {
    const leftovers = findMarkedProcesses(directory).length;
    print(
      leftovers === 0
        ? 'The portal does not run. ./dev up starts it.'
        : `The portal does not run, but ${leftovers} processes of a killed run do: ./dev down ends them, ./dev up begins anew.`,
    );
    return 3;
  }
  const { portal, phase, supervisor } = state;
  const [portalAnswers, apiAnswers] = await Promise.all([
    answers(portal.portalUrl),
    answers(`${portal.apiUrl}/.backstage/health/v1/readiness`),
  ]);
  const isMended = phase === 'ready' && !(portalAnswers && apiAnswers);
  print(
    `The portal is ${
      isMended ? 'not all there: what was killed is started again' : phase
    } (process ${supervisor.pid}, database ${portal.database}).`,
  );
  print(`  Portal      ${portal.portalUrl}  ${say(portalAnswers)}`);
  print(`  API         ${portal.apiUrl}  ${say(apiAnswers)}`);
  print(`  kubeconfig  ${portal.kubeconfig ?? 'not there yet'}`);
  return isMended ? 4 : 0;
}

function say(isWell: boolean): string {
  return isWell ? 'answers' : 'does not answer';
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

import getPort from 'get-port';
import path from 'node:path';
import { startPortal } from '../portal/startPortal';
import { waitForUserToken } from '../portal/requestUserToken';
import { Counts } from './Counts';
import { ensureChromium } from './ensureChromium';
import { readJson } from './readJson';
import { PlaywrightReport, readPlaywrightCounts } from './readReportCounts';
import { runCommand } from './runCommand';
import { TestContext } from './TestPart';

/** Runs the Playwright tests against a portal of their own, which has nothing to do with the developer's. */
export async function runBrowserTests(context: TestContext): Promise<Counts> {
  const { steps, signal, workspace } = context;
  const chromium = await steps.run('browser at hand', () =>
    ensureChromium({ checkout: workspace.checkout, signal }),
  );
  const portal = await startPortal(
    { ...workspace, directory: path.join(workspace.directory, 'portal') },
    {
      portalPort: await getPort({ host: '127.0.0.1' }),
      apiPort: await getPort({ host: '127.0.0.1' }),
      database: 'sqlite',
      clusterSize: 'small',
      engine: 'light',
      steps,
      signal,
    },
  );
  try {
    await waitForUserToken(portal.apiUrl, { user: 'guest', signal });
    return await runPlaywright(context, {
      CHROMIUM_PATH: chromium,
      PORTAL_URL: portal.portalUrl,
      API_URL: portal.apiUrl,
    });
  } finally {
    await portal.stop();
  }
}

async function runPlaywright(
  { workspace, signal }: TestContext,
  env: Record<string, string>,
): Promise<Counts> {
  const reportFile = path.join(workspace.directory, 'e2e.json');
  const exitCode = await runCommand(
    ['yarn', 'run', 'playwright', 'test', '--reporter=list,json'],
    {
      cwd: workspace.checkout,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
      signal,
    },
  );
  return readPlaywrightCounts(readJson<PlaywrightReport>(reportFile), {
    exitCode,
  });
}

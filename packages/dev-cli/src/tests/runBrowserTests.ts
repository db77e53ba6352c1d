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
      name: 'e2e',
      projects: ['light', 'dark'],
      env: {
        CHROMIUM_PATH: chromium,
        PORTAL_URL: portal.portalUrl,
        API_URL: portal.apiUrl,
      },
    });
  } finally {
    await portal.stop();
  }
}

/** Runs the tests of some projects of playwright.config.ts. */
export async function runPlaywright(
  { workspace, signal }: TestContext,
  options: { name: string; projects: string[]; env: Record<string, string> },
): Promise<Counts> {
  const reportFile = path.join(workspace.directory, `${options.name}.json`);
  const projects = options.projects.map(project => `--project=${project}`);
  const exitCode = await runCommand(
    [
      ...['yarn', 'run', 'playwright', 'test', '--reporter=list,json'],
      ...projects,
    ],
    {
      cwd: workspace.checkout,
      env: { ...options.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
      signal,
    },
  );
  return readPlaywrightCounts(readJson<PlaywrightReport>(reportFile), {
    exitCode,
  });
}

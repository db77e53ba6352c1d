import { runInstallTest } from '../install/runInstallTest';
import { countCheck } from './Counts';
import { runAudit } from './runAudit';
import { runBrowserTests } from './runBrowserTests';
import { runCommand } from './runCommand';
import { runEngineTests, runIntegrationTests, runUnitTests } from './runJest';
import { TestContext, TestPart } from './TestPart';

/** All parts in the order in which they run: what fails fastest comes first. */
export const testParts: TestPart[] = [
  check('formatting', ['prettier', '--check', '--loglevel', 'warn', '.']),
  check('lint', ['backstage-cli', 'repo', 'lint', '--max-warnings', '0']),
  // In full: the order of a union in the reports depends on what an incremental run had left unread.
  check('types', ['tsc:full']),
  // Generated files: each generator says whether what is committed is what it makes.
  check('package manifests', [
    'backstage-cli',
    'repo',
    'fix',
    '--publish',
    '--check',
  ]),
  check('API reports', ['build:api-reports:only', '--ci']),
  check('OpenAPI document', ['build:openapi', '--check']),
  { name: 'known weaknesses', group: 'check', run: runAudit },
  { name: 'unit tests', group: 'unit', run: runUnitTests },
  { name: 'integration tests', group: 'integration', run: runIntegrationTests },
  { name: 'engine tests', group: 'engine', run: runEngineTests },
  { name: 'browser tests', group: 'e2e', run: runBrowserTests },
  { name: 'installation', group: 'install', run: runInstallTest },
];

function check(name: string, command: string[]): TestPart {
  return {
    name,
    group: 'check',
    run: async ({ workspace, signal }: TestContext) =>
      countCheck(
        await runCommand(['yarn', 'run', ...command], {
          cwd: workspace.checkout,
          signal,
        }),
      ),
  };
}

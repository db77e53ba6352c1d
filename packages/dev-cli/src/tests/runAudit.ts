import { writeFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { readAudit } from '../supplyChain/readAudit';
import { Counts, countCheck } from './Counts';
import { TestContext } from './TestPart';

/** Asks the registry for known weaknesses of what is used in production; critical ones fail, all are listed. */
export async function runAudit(context: TestContext): Promise<Counts> {
  const { workspace, steps } = context;
  const { stdout, exitCode } = await execa(
    'yarn',
    [
      ...['npm', 'audit', '--all', '--recursive'],
      ...['--environment', 'production', '--no-deprecations', '--json'],
    ],
    { cwd: workspace.checkout, reject: false, timeout: 120_000 },
  );
  const audit = readAudit(stdout, { exitCode });
  if (!audit.answered) {
    steps.note(
      '! SKIPPED: the npm registry that is in use here gives no audits, so known weaknesses were NOT looked for. Ask one that does: YARN_NPM_AUDIT_REGISTRY.',
    );
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const report = path.join(workspace.directory, 'audit.json');
  writeFileSync(report, JSON.stringify(audit.advisories, undefined, 2));
  for (const { severity, ...advisory } of audit.advisories) {
    steps.note(`${severity}: ${advisory.package}, ${advisory.issue}`);
  }
  const isCritical = audit.advisories.some(
    ({ severity }) => severity === 'critical',
  );
  return countCheck(isCritical ? 1 : 0);
}

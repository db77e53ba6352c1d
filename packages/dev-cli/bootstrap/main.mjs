// What runs before any package is installed: it brings packages and binaries up to date for commands that
// need them, then hands over to the command line in ../src. Only Node.js' own modules are used here.
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { installPackages, packagesAreInstalled } from './installPackages.mjs';
import { buildControlPlane } from './buildControlPlane.mjs';
import { DevError } from './DevError.mjs';
import { checkout, usage } from './checkout.mjs';
import { createSteps } from './steps.mjs';

const [command, ...options] = process.argv.slice(2);
const asksForHelp = options.includes('--help') || options.includes('-h');

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(
    `dev: ${error.name === 'DevError' ? error.message : error.stack}\n`,
  );
  process.exitCode = 1;
}

async function run() {
  if (command === 'yarn') {
    return spawnSync('yarn', options, { cwd: process.cwd(), stdio: 'inherit' })
      .status;
  }
  chooseKubernetes();
  const steps = createSteps(process.stderr);
  if (needsPackages() && !asksForHelp) {
    await prepare(steps);
  } else if (!packagesAreInstalled()) {
    return explainUninstalled();
  }
  const require = createRequire(import.meta.url);
  require('@backstage/cli/config/nodeTransform.cjs');
  process.setSourceMapsEnabled(true);
  const { runCommandLine } = require('../src/runCommandLine.ts');
  return await runCommandLine(process.argv.slice(2), { steps });
}

function needsPackages() {
  return ['up', 'test', 'bench'].includes(command);
}

// Whatever starts a control plane reads it: the build, each test, and the process in the background
function chooseKubernetes() {
  const at = options.findIndex(option => option.startsWith('--kubernetes'));
  if (at >= 0 && ['up', 'test'].includes(command)) {
    const [, value = options[at + 1]] = options[at].split('=');
    process.env.ORGANIZATION_MODELS_KUBERNETES = value;
  }
}

function needsControlPlane() {
  const givesCluster = options.some(option =>
    option.startsWith('--kubeconfig'),
  );
  return !givesCluster && !options.includes('unit');
}

async function prepare(steps) {
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  const parts = [
    installPackages({ steps, signal: stop.signal }),
    ...(needsControlPlane()
      ? [buildControlPlane({ steps, signal: stop.signal })]
      : []),
  ];
  try {
    await Promise.all(parts);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(parts);
    throw error;
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}

function explainUninstalled() {
  if (!command || asksForHelp || ['help', '--help', '-h'].includes(command)) {
    process.stdout.write(usage);
    return 0;
  }
  throw new DevError(
    `Nothing is installed in ${checkout} yet, so nothing runs: begin with ./dev up.`,
  );
}

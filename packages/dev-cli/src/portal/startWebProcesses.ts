import path from 'node:path';
import { existsSync } from 'node:fs';
import {
  LoggedProcess,
  startLoggedProcess,
} from '../processes/startLoggedProcess';
import { Workspace, logDirectory } from '../Workspace';

/** Starts packages/backend, which restarts itself when its source changes. */
export function startBackend(
  workspace: Workspace,
  { inspect }: { inspect?: boolean },
): LoggedProcess {
  return startPackage('backend', workspace, {
    // The development sign-in refuses to load elsewhere.
    env: { NODE_ENV: 'development' },
    mindsChild: true,
    args: inspect ? ['--inspect'] : [],
  });
}

/** Starts packages/app behind a server that compiles what changes. */
export function startApp(workspace: Workspace): LoggedProcess {
  return startPackage('app', workspace, { env: { BROWSER: 'none' } });
}

function startPackage(
  name: 'backend' | 'app',
  workspace: Workspace,
  options: {
    env: NodeJS.ProcessEnv;
    mindsChild?: boolean;
    args?: string[];
  },
): LoggedProcess {
  const { checkout } = workspace;
  return startLoggedProcess(name, {
    command: process.execPath,
    ...options,
    args: [
      path.join(checkout, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'start',
      ...configFiles(workspace).flatMap(file => ['--config', file]),
      ...(options.args ?? []),
    ],
    cwd: path.join(checkout, 'packages', name),
    logFile: path.join(logDirectory(workspace), `${name}.log`),
  });
}

/** Backstage reads app-config.local.yaml by itself only when no file is named. */
function configFiles({ checkout, directory }: Workspace): string[] {
  const local = path.join(checkout, 'app-config.local.yaml');
  return [
    path.join(checkout, 'app-config.yaml'),
    ...(existsSync(local) ? [local] : []),
    path.join(directory, 'app-config.yaml'),
  ];
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { bench } from './commands/bench';
import { diagnose } from './commands/diagnose';
import { down } from './commands/down';
import { logs } from './commands/logs';
import { reset } from './commands/reset';
import { runClusterTool } from './commands/runClusterTool';
import { status } from './commands/status';
import { token } from './commands/token';
import { Steps } from './Steps';

/**
 * Parses the arguments of `./dev` and runs the command.
 * @returns the exit code
 */
export async function runCommandLine(
  args: string[],
  context: { steps: Steps },
): Promise<number> {
  let exitCode = 0;
  const program = buildProgram({
    ...context,
    finish(code) {
      exitCode = code;
    },
  });
  await program.parseAsync(args, { from: 'user' });
  return exitCode;
}

/** What `./dev` understands. */
export function buildProgram(context: Context): Command {
  const { finish } = context;
  const program = new Command('./dev')
    .description(
      'Develop organization models: the portal, its cluster and its tests.',
    )
    .helpCommand('help [command]', 'tells what a command takes')
    // `./dev up 3100` would start the portal at another port than is meant
    .allowExcessArguments(false)
    .enablePositionalOptions();
  addPortalCommands(program, context);
  addClusterCommands(program, finish);
  addTestCommands(program, context);
  program
    .command('diagnose')
    .argument('<files...>', 'pods as JSON, or logs of engines')
    .description(
      'prints, as JSON, what the portal finds in captured pods and logs',
    )
    .action(async (files: string[]) => {
      finish(await diagnose(files));
    });
  program
    .command('yarn')
    .argument('[arguments...]')
    .description("runs Yarn with this project's Node.js");
  return program;
}

interface Context {
  steps: Steps;
  finish: (exitCode: number) => void;
}

// `up` and `test` are loaded when they run, as they need the Kubernetes client. It is `require` because the CommonJS that
// Backstage's transform makes of our sources has no named exports for `import()`.

function addPortalCommands(program: Command, { steps, finish }: Context): void {
  program
    .command('up')
    .description('starts cluster, backend and web app, and runs until Ctrl-C')
    .option('--detach', 'keep it running in the background')
    .option('--inspect', 'let a debugger attach to the backend, on port 9229')
    .option(
      '--port <number>',
      "the portal's port; the API's is 4007 higher",
      parsePort,
      3000,
    )
    .option(
      '--kubeconfig <file>',
      'use an existing cluster instead of our own',
      (file: string) => path.resolve(file),
    )
    .addOption(
      new Option('--database <kind>', 'where the backend stores its data')
        .choices(['sqlite', 'postgres'])
        .default('sqlite'),
    )
    .addOption(
      new Option('--cluster-size <size>', 'how many nodes our own cluster has')
        .choices(['small', 'large', 'none'])
        .default('small'),
    )
    .addOption(
      new Option(
        '--engine <kind>',
        'what answers in our own cluster: a small model on a light engine, or the real vLLM with the same model',
      )
        .choices(['light', 'vllm'])
        .default('light'),
    )
    .option(
      '--nodes <file>',
      'nodes for our own cluster beside those of its size, as kubectl get nodes -o yaml gives them',
      parseExistingPath,
    )
    .option(
      '--hub-models <folder>',
      'models for the stand-in of the hub: OWNER/NAME/config.json, and hub.json with what the hub answers',
      parseExistingPath,
    )
    .option(
      '--replays <folder>',
      'captured logs that our own cluster plays, each as the scenario replay-NAME',
      parseExistingPath,
    )
    .addOption(kubernetesOption())
    .action(async options => {
      const { up } = require('./commands/up') as typeof import('./commands/up');
      finish(await up({ ...options, steps }));
    });
  program
    .command('down')
    .description('stops what ./dev up started; the data stays')
    .action(async () => {
      finish(await down({ steps }));
    });
  program
    .command('demo')
    .argument('[user]', 'whose models they are to be', 'acme-engineer')
    .description('makes five broken models, which the portal helps to mend')
    .action(async user => {
      const { demo } =
        require('./commands/demo') as typeof import('./commands/demo');
      finish(await demo(user));
    });
  program
    .command('status')
    .description('tells what runs and where')
    .action(async () => {
      finish(await status());
    });
  program
    .command('reset')
    .description('stops everything and throws its data away')
    .action(async () => {
      finish(await reset({ steps }));
    });
  program
    .command('logs')
    .argument(
      '[component]',
      'backend, app, dev or a part of the cluster; without it, all of them',
    )
    .option('-f, --follow', 'go on with what is written from now on')
    .option(
      '-n, --lines <number>',
      'how many of the last lines to show',
      parseCount,
      100,
    )
    .description('shows the logs')
    .action(async (component, options) => {
      finish(await logs(component, options));
    });
  program
    .command('token')
    .argument('[user]', 'a user of the development catalog', 'guest')
    .option(
      '--service <name>',
      "a service's token instead; the service is called ci",
    )
    .description('prints a token for curl')
    .action(async (user, options) => {
      finish(await token(user, options));
    });
}

function addClusterCommands(program: Command, finish: Context['finish']): void {
  for (const tool of ['kubectl', 'helm'] as const) {
    program
      .command(tool)
      .argument('[arguments...]')
      .description(`runs ${tool} on the development cluster`)
      .helpOption(false)
      .allowUnknownOption()
      .passThroughOptions()
      .action(async args => {
        finish(await runClusterTool(tool, args));
      });
  }
}

function addTestCommands(program: Command, { steps, finish }: Context): void {
  program
    .command('test')
    .addArgument(
      program
        .createArgument('[part]', 'only this part')
        .choices(['unit', 'integration', 'engine', 'e2e', 'install']),
    )
    .addOption(kubernetesOption())
    .description('checks and tests everything')
    .action(async part => {
      const { runTests } =
        require('./commands/runTests') as typeof import('./commands/runTests');
      finish(await runTests(part, { steps }));
    });
  program
    .command('bench')
    .argument('[arguments...]')
    .allowUnknownOption()
    .description('measures what docs/benchmarks.md tells; --quick tries out')
    .action(async args => {
      finish(await bench(args));
    });
}

/** Read by bootstrap/main.mjs, since the control plane is built before anything else runs. */
function kubernetesOption(): Option {
  return new Option(
    '--kubernetes <version>',
    'an older Kubernetes for our own clusters: 1.28, the oldest that is supported',
  );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port + 4007 > 65535) {
    throw new InvalidArgumentError('A port is a number from 1 to 61528.');
  }
  return port;
}

function parseExistingPath(given: string): string {
  const absolute = path.resolve(given);
  if (!existsSync(absolute)) {
    throw new InvalidArgumentError(`${absolute} does not exist.`);
  }
  return absolute;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) {
    throw new InvalidArgumentError('Give a whole number.');
  }
  return count;
}

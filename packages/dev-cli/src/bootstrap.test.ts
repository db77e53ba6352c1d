import execa from 'execa';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '@orgmodels/dev-cluster';
import { developmentWorkspace } from './Workspace';

/** A checkout with nothing but what runs before any package is installed, and a Yarn that we play. */
class Checkout {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'bootstrap-'));
  readonly #tools = path.join(this.directory, 'tools');
  readonly #cache = path.join(this.directory, 'cache');

  constructor() {
    for (const file of ['dev', 'packages/dev-cli/bootstrap']) {
      cpSync(
        path.join(developmentWorkspace.checkout, file),
        path.join(this.directory, file),
        { recursive: true },
      );
    }
    mkdirSync(path.join(this.directory, 'plugins'));
    this.write('package.json', '{}');
    this.write('yarn.lock', 'first');
  }

  write(file: string, content: string): void {
    const target = path.join(this.directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }

  /** Puts Node.js and the played Yarn where `./dev` would unpack the real ones. */
  fillCache(yarn: string): void {
    const node = path.join(this.#cache, 'node/22.23.3/bin/node');
    mkdirSync(path.dirname(node), { recursive: true });
    symlinkSync(process.execPath, node);
    const program = `#!/bin/sh\necho "$@" >> ${this.directory}/yarn-calls\n${yarn}\n`;
    this.write('cache/yarn/4.18.1/bin/yarn', program);
    chmodSync(path.join(this.#cache, 'yarn/4.18.1/bin/yarn'), 0o755);
  }

  addTool(name: string, script: string): void {
    this.write(`tools/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(this.#tools, name), 0o755);
  }

  /** Only the given tools and those of every system are found. */
  run(...args: string[]): execa.ExecaChildProcess {
    return execa(path.join(this.directory, 'dev'), args, {
      cwd: this.directory,
      extendEnv: false,
      reject: false,
      env: {
        HOME: this.directory,
        PATH: `${this.#tools}:/usr/bin:/bin`,
        ORGANIZATION_MODELS_DEV_CACHE: this.#cache,
      },
    });
  }

  /** Comes as far as the installation of packages and, after it, to a kubeconfig that does not exist. */
  up(): execa.ExecaChildProcess {
    return this.run('up', '--kubeconfig', 'missing');
  }

  get yarnCalls(): string[] {
    const file = path.join(this.directory, 'yarn-calls');
    return existsSync(file)
      ? readFileSync(file, 'utf8').trim().split('\n')
      : [];
  }
}

jest.setTimeout(30_000);

describe('./dev before any package is installed', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => {
    rmSync(checkout.directory, { recursive: true });
  });

  it('says that Node.js is too old to begin with', async () => {
    checkout.addTool('npm', 'exit 1');
    checkout.addTool(
      'node',
      'case $1 in -v) echo v16.20.0;; *18*) echo false;; -p) case $2 in *18*) echo false;; esac;; esac',
    );
    expect((await checkout.run('up')).stderr).toBe(
      'dev: Node.js v16.20.0 is too old to begin with: install Node.js 18 or newer with npm, and run it again.',
    );
  });

  it('says that the npm registry cannot be reached, in the words of npm', async () => {
    checkout.addTool('npm', 'echo "npm error code ENOTFOUND" >&2; exit 1');
    checkout.addTool('node', 'case $2 in *18*) echo true;; esac');
    const { stderr, exitCode } = await checkout.run('up');
    expect(stderr).toMatch(
      /could not be had from the npm registry \(network\? disk full\?\): npm error code ENOTFOUND; see .*npm\.log\.$/,
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    [
      'ENOSPC: no space left on device',
      /^dev: The disk is full: free some space/m,
    ],
    [
      'YN0028: The lockfile would have been modified',
      /^dev: yarn.lock does not fit the package.json files: run .\/dev yarn install/m,
    ],
    [
      'RequestError: getaddrinfo ENOTFOUND',
      /^dev: The npm registry could not be reached/m,
    ],
    [
      'YN0009: better-sqlite3 could not be built, error',
      /^dev: Yarn could not install the packages: YN0009: better-sqlite3/m,
    ],
  ])('explains a Yarn that fails with %p', async (words, sentence) => {
    checkout.fillCache(`echo "${words}"; exit 1`);
    const { stderr, exitCode } = await checkout.up();
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('.dev/logs/install.log');
    expect(exitCode).toBe(1);
  });

  it('tells commands that only look that nothing is installed', async () => {
    checkout.fillCache('exit 1');
    expect((await checkout.run('status')).stderr).toContain(
      'begin with ./dev up',
    );
    expect((await checkout.run('--help')).stdout).toContain('./dev up ');
    expect(checkout.yarnCalls).toEqual([]);
  });

  it('installs packages once, and again when a manifest has changed', async () => {
    checkout.fillCache('mkdir -p node_modules');
    await checkout.up();
    await checkout.up();
    expect(checkout.yarnCalls).toEqual(['install --immutable']);
    checkout.write('yarn.lock', 'second');
    await checkout.up();
    expect(checkout.yarnCalls).toHaveLength(2);
  });

  it('lets one of two runs at once install, and the other wait', async () => {
    checkout.fillCache('sleep 1; mkdir -p node_modules');
    const runs = await Promise.all([checkout.up(), checkout.up()]);
    expect(checkout.yarnCalls).toHaveLength(1);
    expect(runs.map(({ stderr }) => stderr).join('\n')).toContain(
      'waiting for another ./dev in this checkout',
    );
  });

  it('waits for the Yarn of a killed run, and installs again', async () => {
    checkout.fillCache('sleep 1; mkdir -p node_modules');
    const killed = checkout.up();
    await waitFor('Yarn to be called', () => checkout.yarnCalls.length === 1);
    killed.kill('SIGKILL');
    expect((await checkout.up()).stderr).toContain(
      'waiting for another ./dev in this checkout',
    );
    expect(checkout.yarnCalls).toHaveLength(2);
  });
});

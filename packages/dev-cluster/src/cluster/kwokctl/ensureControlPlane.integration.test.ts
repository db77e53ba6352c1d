import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { waitFor } from '../../testing/waitFor';

jest.setTimeout(60_000);

const program = path.resolve(__dirname, '../../../control-plane/build.mjs');

describe('control-plane/build.mjs', () => {
  let directory: string;
  let cache: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'build-test-'));
    cache = path.join(directory, 'cache');
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** A `go` that notes its calls and then does what the test says, in shell. */
  async function fakeGo(script: string) {
    const go = path.join(directory, 'bin/go');
    await mkdir(path.dirname(go), { recursive: true });
    const text = `#!/bin/sh\necho "$@" >> "${directory}/calls"\n${script}\n`;
    await writeFile(go, text, { mode: 0o755 });
  }

  function start(env: NodeJS.ProcessEnv = {}) {
    const build = spawn(process.execPath, [program], {
      env: {
        // Without the rest of the PATH there is no other go.
        PATH: `${directory}/bin:/bin`,
        HOME: directory,
        ORGANIZATION_MODELS_DEV_CACHE: cache,
        ...env,
      },
    });
    let output = '';
    build.stderr.on('data', chunk => (output += chunk));
    build.stdout.on('data', chunk => (output += chunk));
    const over = once(build, 'close').then(([code]) => ({ code, output }));
    return { build, over };
  }

  const run = (env?: NodeJS.ProcessEnv) => start(env).over;

  it('says how to go on without Go', async () => {
    const { code, output } = await run({ PATH: path.join(directory, 'bin') });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^Go is not installed, .* install Go 1\.26 or newer, or let ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES name/,
    );
  });

  it.each([
    [
      'Go is too old',
      'go: go.mod requires go >= 1.26.0 (running go 1.21.3; GOTOOLCHAIN=local)',
      /^Go is too old \(go: .*\): install Go 1\.26 or newer/m,
    ],
    [
      'there is no network',
      'go: k8s.io/kubernetes@v1.36.3: Get "https://proxy/": dial tcp: lookup proxy: no such host',
      /^The Go module proxy could not be reached .* check the network/m,
    ],
    [
      'the disk is full',
      'compile: writing output: write $WORK/b001/_pkg_.a: no space left on device',
      /^The disk is full: free about 4 GB/m,
    ],
    [
      'the code does not compile',
      'k8s.io/kubernetes/cmd/kube-apiserver/main.go:1: syntax error',
      /^go build failed with exit code 2; its last lines:\nk8s\.io.*syntax error/m,
    ],
  ])('says what is wrong when %s', async (_, words, sentence) => {
    await fakeGo(`[ "$1" = list ] || { echo '${words}' >&2; exit 2; }`);
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
  });

  it('takes given binaries, and says which are missing', async () => {
    const { code, output } = await run({
      ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES: directory,
    });
    expect(code).toBe(1);
    expect(output).toMatch(/which lacks etcd, .*kwokctl.*: put them there/);
  });

  it('needs no Go for given binaries and resource definitions', async () => {
    const names = 'etcd etcdctl etcdutl kwok kwokctl kubectl'.split(' ');
    const kubernetes = 'apiserver controller-manager scheduler'.split(' ');
    names.push(...kubernetes.map(name => `kube-${name}`));
    for (const name of names) await writeFile(path.join(directory, name), '');
    const { code, output } = await run({
      ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES: directory,
      ORGANIZATION_MODELS_CONTROL_PLANE_CRDS: directory,
    });
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      binaries: directory,
      crds: directory,
    });
  });

  it('goes on after a killed build, whose lock and half-made directory do not matter', async () => {
    const pidFile = path.join(directory, 'go.pid');
    await fakeGo(
      `[ "$1" = build ] || exit 0; echo $$ > "${pidFile}"; exec sleep 60.25`,
    );
    const killed = start();
    const controlPlane = path.join(cache, 'control-plane');
    const halfMade = async () =>
      (await readdir(controlPlane)).find(name => name.includes('.building-'));
    const abandoned = await waitFor('the build to run', halfMade);
    killed.build.kill('SIGKILL');
    const go = await waitFor('go', () => readFile(pidFile, 'utf8'));
    process.kill(Number(go), 'SIGKILL');
    await killed.over;
    // As it will look to who comes after the lock has run out.
    const lock = path.join(controlPlane, '.lock');
    await utimes(lock, 0, 0);

    await fakeGo('exit 0');
    const next = await run({
      ORGANIZATION_MODELS_CONTROL_PLANE_CRDS: directory,
    });
    expect(next.code).toBe(0);
    expect(existsSync(path.join(controlPlane, abandoned))).toBe(false);
    expect(existsSync(lock)).toBe(false);
    expect(await readdir(controlPlane)).toEqual([
      expect.stringMatching(/^v1\.36\.\d+-\w+-\w+-[0-9a-f]{12}$/),
    ]);
  });

  it('builds once for all who ask at the same time', async () => {
    await fakeGo('[ "$1" = build ] && sleep 0.3; exit 0');
    const env = { ORGANIZATION_MODELS_CONTROL_PLANE_CRDS: directory };
    const [a, b] = await Promise.all([run(env), run(env)]);
    expect([a.code, b.code]).toEqual([0, 0]);
    const calls = await readFile(path.join(directory, 'calls'), 'utf8');
    const builds = calls.match(/^build .* go\.etcd\.io\/etcd\/server\/v3$/gm);
    expect(builds).toHaveLength(1);
    expect(calls).not.toContain('helm');
  });
});

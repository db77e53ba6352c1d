import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const orGivenBinaries =
  'or let ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES name a directory that holds the binaries';

/** What Go's words mean for the person who started this; the first that fits wins. */
const diagnoses = [
  {
    words: /no space left on device|disk quota exceeded/i,
    sentence: () =>
      'The disk is full: free about 4 GB (or point GOCACHE, GOMODCACHE and ORGANIZATION_MODELS_DEV_CACHE at another disk) and run this again.',
  },
  {
    words:
      /go\.mod requires go >=|toolchain not available|cannot find toolchain/i,
    sentence: output =>
      `Go is too old (${lastLines(
        output,
        1,
      )}): install Go ${goVersion()} or newer, ${orGivenBinaries}.`,
  },
  {
    words:
      /dial tcp|no such host|i\/o timeout|connection refused|connection reset|network is unreachable|TLS handshake|proxyconnect|unexpected EOF|: (403|407|429|50\d) /i,
    sentence: output =>
      `The Go module proxy could not be reached (${lastLines(
        output,
        1,
      )}): check the network, HTTPS_PROXY and GOPROXY, and run this again; what was downloaded is kept.`,
  },
];

/** Throws a sentence that says what to do when Go is missing or too old for the module in `directory`. */
export async function requireGo(directory) {
  await runGo(['list', '-m'], { directory });
}

/**
 * Runs `go` and returns its stdout; throws one sentence about what is wrong and what to do, and Go's last lines.
 *
 * @returns {Promise<string>}
 */
export async function runGo(args, { directory, env = {} }) {
  const { code, stdout, stderr } = await run(args, { directory, env });
  if (code === 0) return stdout;
  const diagnosis = diagnoses.find(({ words }) => words.test(stderr));
  throw new Error(
    diagnosis
      ? diagnosis.sentence(stderr)
      : `go ${
          args[0]
        } failed with exit code ${code}; its last lines:\n${lastLines(
          stderr || stdout,
          15,
        )}`,
  );
}

function run(args, { directory, env }) {
  return new Promise((resolve, reject) => {
    const go = spawn('go', args, {
      cwd: directory,
      // A workspace or a vendor flag of the surroundings would change what is built.
      env: { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=readonly', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    go.stdout.setEncoding('utf8').on('data', text => (stdout += text));
    go.stderr.setEncoding('utf8').on('data', text => (stderr += text));
    go.on('error', error => reject(missingGo(error)));
    go.on('close', (code, signal) =>
      resolve({ code: code ?? signal, stdout, stderr }),
    );
  });
}

function missingGo(error) {
  if (error.code !== 'ENOENT') return error;
  return new Error(
    `Go is not installed, and the control plane has not been built yet: install Go ${goVersion()} or newer, ${orGivenBinaries}.`,
  );
}

function goVersion() {
  const file = path.join(import.meta.dirname, 'go.mod');
  return readFileSync(file, 'utf8').match(/^go (\d+\.\d+)/m)[1];
}

function lastLines(text, count) {
  return text.trim().split('\n').slice(-count).join('\n');
}

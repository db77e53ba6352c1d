import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How long a log is followed that would never end, in seconds. */
const FOLLOW_SECONDS = 2;

/** What a line of a script asks with curl. */
export type AskingLine = { line: string; status: number };

/**
 * The lines of a script that send a request. The status is what the comment
 * says, or else 200.
 */
export function readAskingLines(script: string): AskingLine[] {
  const lines: string[] = [];
  let open = '';
  for (const line of script.split('\n')) {
    open = open ? `${open}\n${line}` : line;
    const isQuoted = (open.match(/'/g) ?? []).length % 2 === 1;
    if (!isQuoted && !open.endsWith('\\')) {
      lines.push(open);
      open = '';
    }
  }
  return lines
    .filter(line => /(^|\$\()(call|curl) /.test(line))
    .map(line => ({
      line,
      status: Number(/# .*?\b([245]\d\d)\b/.exec(line)?.[1] ?? 200),
    }));
}

/**
 * Runs a script of a document in bash, with curl and jq, as a reader would.
 *
 * @param options - `tokens`: what `./dev token USER` prints, by user; `files`: what
 * the reader has; in the script `last.json` is what was answered last
 * @returns the status of every request, in order, and what was printed
 * @throws Error with what bash said, when it fails
 */
export async function runAsReader(
  script: string,
  options: { tokens: Record<string, string>; files: Record<string, string> },
): Promise<{ statuses: number[]; output: string }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'reader-'));
  const write = (name: string, text: string) => {
    writeFileSync(path.join(directory, name), text);
    chmodSync(path.join(directory, name), 0o755);
  };
  try {
    mkdirSync(path.join(directory, 'bin'));
    const cases = Object.entries(options.tokens).map(
      ([user, token]) => `  ${user}) echo '${token}' ;;`,
    );
    write('dev', `#!/bin/bash\ncase $2 in\n${cases.join('\n')}\nesac\n`);
    write('bin/curl', CURL);
    for (const [name, text] of Object.entries(options.files)) {
      write(name, text);
    }
    const { stdout } = await run(
      'bash',
      ['-euo', 'pipefail', '-O', 'expand_aliases', '-c', script],
      {
        cwd: directory,
        env: {
          ...process.env,
          READER: directory,
          PATH: `${directory}/bin:${process.env.PATH}`,
        },
      },
    );
    // Beside them curl may tell how far it is
    const told = readFileSync(path.join(directory, 'told'), 'utf8');
    const statuses = [...told.matchAll(/^STATUS (\d+)$/gm)];
    return {
      statuses: statuses.map(([, status]) => Number(status)),
      output: stdout,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

// The real one, which also notes the status and keeps the answer
const CURL = `#!/bin/bash
PATH="\${PATH#*:}"
case "$*" in *follow=true*) limit='--max-time ${FOLLOW_SECONDS}' ;; esac
curl $limit -w '%{stderr}\\nSTATUS %{http_code}\\n' "$@" 2>> "$READER/told" | tee "$READER/last.json"
exit 0
`;

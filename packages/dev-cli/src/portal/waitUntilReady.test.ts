import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DevError } from '../DevError';
import {
  LoggedProcess,
  startLoggedProcess,
} from '../processes/startLoggedProcess';
import { waitUntilReady } from './waitUntilReady';

const nowhere = 'http://127.0.0.1:9';

jest.setTimeout(30_000);

describe('waitUntilReady', () => {
  let directory: string;
  let started: LoggedProcess;
  const { signal } = new AbortController();
  const start = (script: string, options: { mindsChild?: boolean } = {}) => {
    started = startLoggedProcess('backend', {
      command: 'sh',
      args: ['-c', script],
      cwd: directory,
      logFile: path.join(directory, 'backend.log'),
      ...options,
    });
    return started;
  };

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'wait-until-ready-'));
  });
  afterEach(async () => {
    await started.stop();
    rmSync(directory, { recursive: true });
  });

  it('resolves when the URL answers', async () => {
    const server = createServer((_, response) => response.end('ok'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const waiting = waitUntilReady(`http://127.0.0.1:${port}`, {
        process: start('sleep 1000'),
        signal,
      });
      await expect(waiting).resolves.toBeUndefined();
    } finally {
      server.close();
    }
  });

  it('says how the process ended, why, and where its log is', async () => {
    const process = start(
      'echo "Error: cannot read app-config.yaml"; echo bye; exit 2',
    );
    const waiting = waitUntilReady(nowhere, { process, signal });
    await expect(waiting).rejects.toThrow(DevError);
    await expect(waiting).rejects.toThrow(
      `The backend ended with exit code 2 while starting: Error: cannot read app-config.yaml. Its log is ${process.logFile}.`,
    );
  });

  it('notices when the child crashes that the process only minds', async () => {
    const child = `setTimeout(() => console.log("TypeError: no"), 500)`;
    const minder = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(
      child,
    )}], { stdio: "inherit" }); setInterval(() => {}, 1e6)`;
    const process = start(`exec node -e '${minder}'`, { mindsChild: true });
    await expect(waitUntilReady(nowhere, { process, signal })).rejects.toThrow(
      'The backend ended with an error while starting: TypeError: no.',
    );
  });

  it('stops waiting when told to', async () => {
    const process = start('sleep 1000');
    await expect(
      waitUntilReady(nowhere, { process, signal: AbortSignal.abort() }),
    ).rejects.toThrow('abort');
  });
});

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { appEnvironment } from './createBareApp';
import { InstallBlock } from './readInstallSteps';
import { runOrFail } from './runOrFail';

/** A Backstage app as somebody with a shell works on it: what a command exports stays for the next. */
export class AppFolder {
  readonly directory: string;
  env: NodeJS.ProcessEnv;

  constructor(directory: string, options: { env: NodeJS.ProcessEnv }) {
    this.directory = directory;
    this.env = { ...appEnvironment(), ...options.env };
  }

  /** Does what the guide says, and returns what a command printed. */
  async follow(
    block: InstallBlock,
    { signal }: { signal: AbortSignal },
  ): Promise<string> {
    if (block.kind === 'command') {
      return await this.#run(block.text, signal);
    }
    const file = path.join(this.directory, block.file);
    if (block.kind === 'code') {
      insertBeforeStart(file, block.text);
    } else {
      appendSettings(file, block.text);
    }
    return '';
  }

  async #run(text: string, signal: AbortSignal): Promise<string> {
    const exported = path.join(this.directory, '.exported');
    const { stdout } = await runOrFail(`${text}\nenv -0 > '${exported}'`, {
      cwd: this.directory,
      env: this.env,
      signal,
    });
    this.env = Object.fromEntries(
      readFileSync(exported, 'utf8')
        .split('\0')
        .filter(Boolean)
        .map(line => {
          const equals = line.indexOf('=');
          return [line.slice(0, equals), line.slice(equals + 1)];
        }),
    );
    return stdout;
  }
}

function insertBeforeStart(file: string, code: string): void {
  const start = 'backend.start();';
  const source = readFileSync(file, 'utf8');
  if (!source.includes(start)) {
    throw new Error(`${file} has no ${start}`);
  }
  writeFileSync(file, source.replace(start, `${code}\n${start}`));
}

/** A guide's reader puts new settings at the end; a key that is there already would make the file invalid. */
function appendSettings(file: string, settings: string): void {
  appendFileSync(file, `\n${settings}`);
  const whole = parseDocument(readFileSync(file, 'utf8'));
  if (whole.errors.length > 0 || !isMap(whole.contents)) {
    throw new Error(`${file} is no longer valid: ${whole.errors.join()}`);
  }
}

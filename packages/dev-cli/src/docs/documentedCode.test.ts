import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { transpileModule, type CompilerOptions } from 'typescript';
import { parseAllDocuments } from 'yaml';
import { buildProgram } from '../runCommandLine';
import { CLAIMS } from './claims';
import { listDocuments } from './listDocuments';
import { type Fence, readCommands, readFences } from './readFences';

const HERE = path.basename(__filename);
const checkout = path.resolve(__dirname, '../../../..');
const read = (...names: string[]) =>
  readFileSync(path.join(checkout, ...names), 'utf8');

const fences = listDocuments(checkout)
  .filter(file => !file.startsWith('.changeset'))
  .flatMap(file => readFences(file, read(file)));

const PROGRAM = buildProgram({
  steps: { run: (_, step) => step(), note: () => {} },
  finish: () => {},
});

const claimOf = (fence: Fence) => CLAIMS.find(({ holds }) => holds(fence));

/** Blocks that nobody else checks, of some languages. */
const ours = (languages: RegExp) =>
  fences.filter(
    fence =>
      languages.test(fence.language) && claimOf(fence)?.by.endsWith(HERE),
  );

const commandsOf = (pattern: RegExp) =>
  ours(/^(bash|sh)$/)
    .flatMap(readCommands)
    .filter(command => pattern.test(command));

describe('the code in documents', () => {
  it('is run or checked by somebody, all of it', () => {
    const unclaimed = fences
      .filter(fence => !claimOf(fence))
      .map(({ document, line }) => `${document}:${line}`);
    expect(unclaimed).toEqual([]);
  });

  it.each(CLAIMS)('is run or checked by $by, which is there', claim => {
    expect(fences.some(fence => claimOf(fence) === claim)).toBe(true);
    expect(existsSync(path.join(checkout, claim.by))).toBe(true);
  });

  it.each(commandsOf(/^\.\/dev /))('%s is a command', command => {
    const [, name, ...args] = command.replace(/ &&.*| …/g, '').split(/\s+/);
    const known = PROGRAM.commands.find(each => each.name() === name);
    expect(known).toBeDefined();
    const isPassedOn = /^(yarn|kubectl|helm|bench)$/.test(name);
    const unknown = args.filter(
      arg =>
        /^--?\w/.test(arg) &&
        !isPassedOn &&
        !known!.options.some(({ short, long }) => [short, long].includes(arg)),
    );
    expect(unknown).toEqual([]);
  });

  it.each(commandsOf(/^yarn --cwd/))('%s adds what there is', command => {
    const [, , folder, , ...names] = command.split(/\s+/);
    expect(['packages/app', 'packages/backend']).toContain(folder);
    const packages = readdirSync(path.join(checkout, 'plugins')).map(
      plugin => JSON.parse(read('plugins', plugin, 'package.json')).name,
    );
    expect(packages).toEqual(expect.arrayContaining(names));
  });

  it.each(ours(/^json$/))('$document:$line is JSON', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it.each(ours(/^yaml$/))('$document:$line is YAML', ({ text }) => {
    const problems = parseAllDocuments(text).flatMap(({ errors }) => errors);
    expect(problems).toEqual([]);
  });

  it.each(ours(/^tsx?$/))('$document:$line compiles', ({ text }) => {
    const { diagnostics = [] } = transpileModule(text, {
      reportDiagnostics: true,
      fileName: 'example.tsx',
      compilerOptions: { jsx: 'preserve' as never } as CompilerOptions,
    });
    expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
    expect(findUnexported(text)).toEqual([]);
  });
});

/** Names that an example takes from our packages, and that these do not have. */
function findUnexported(text: string): string[] {
  const imports = text.matchAll(
    /import (?:type )?\{([^}]*)\} from '@orgmodels\/backstage-plugin-([\w-]+)'/g,
  );
  return [...imports].flatMap(([, names, plugin]) => {
    const report = read('plugins', plugin, 'report.api.md');
    return names
      .split(',')
      .map(name => name.trim().replace(/^type /, ''))
      .filter(name => name && !new RegExp(`\\b${name}\\b`).test(report));
  });
}

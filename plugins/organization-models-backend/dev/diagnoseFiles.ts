import { readFileSync } from 'node:fs';
import { readCapture } from '../src/cluster/observe/readCapture';
import { diagnose } from '../src/domain/diagnosis/diagnose';
import { diagnoseLog } from '../src/domain/diagnosis/logs/diagnoseLog';
import type { Finding } from '../src/domain/diagnosis/Finding';
import { parseCapturedLog } from '../src/domain/diagnosis/logs/__testUtils__/parseCapturedLog';
import { BUILT_IN_RUNTIMES } from '../src/domain/engines/findRuntime';
import { parseLogLine } from '../src/domain/engines/logs/parseLogLine';
import type { ModelRuntime } from '../src/domain/engines/ModelRuntime';

// What is behind `./dev diagnose FILE…`: prints one JSON document per file
for (const file of process.argv.slice(2)) {
  const findings = findingsIn(readFileSync(file, 'utf8'), file).map(
    ({ found, ...finding }) => finding,
  );
  process.stdout.write(`${JSON.stringify({ file, findings }, null, 2)}\n`);
}

function findingsIn(text: string, file: string): Finding[] {
  return text.trimStart().startsWith('{')
    ? diagnoseCapture(JSON.parse(text))
    : diagnoseText(text, file);
}

function diagnoseCapture(json: any): Finding[] {
  const { observed, ...options } = readCapture(
    json.kind === 'Pod' ? { pod: json } : json,
  );
  // what pods do while they are well is no finding
  return diagnose(observed, options).filter(
    ({ severity }) => severity !== 'progress',
  );
}

function diagnoseText(text: string, file: string): Finding[] {
  const log = parseCapturedLog(text);
  const [finding] = enginesOf(log.lines)
    .map(engine => diagnoseLog(log.lines, { ...log, engine, object: file }))
    .sort((a, b) => rank(a) - rank(b));
  return finding;
}

// a start says whose it is; else each engine is asked
function enginesOf(lines: { line: string }[]): readonly ModelRuntime[] {
  const owners = BUILT_IN_RUNTIMES.filter(({ log }) =>
    lines.some(({ line }) => log.start.test(parseLogLine(line).text)),
  );
  return owners.length > 0 ? owners : BUILT_IN_RUNTIMES;
}

// an engine that has a name for it knows its own log
function rank([finding]: Finding[]): number {
  return finding && finding.code !== 'EngineError' ? 0 : 1;
}

import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DevError } from '../DevError';
import {
  markProcesses,
  stopMarkedProcesses,
} from '../processes/markedProcesses';
import { claimRun, clearRunState, runStateFile } from '../run/RunState';
import { Steps } from '../Steps';
import { Counts, formatCounts, sumCounts } from '../tests/Counts';
import { TestContext, TestGroup, TestPart } from '../tests/TestPart';
import { testParts } from '../tests/testParts';
import { testWorkspace } from '../Workspace';
import { stopOnSignals } from './stopOnSignals';

interface Outcome extends Counts {
  part: TestPart;
  seconds: number;
}

/**
 * Runs all parts, or those of one group, and prints the sum of their counts as the last line.
 * @returns 0 when something was tested and nothing failed
 */
export async function runTests(
  group: TestGroup | undefined,
  options: { steps: Steps },
): Promise<number> {
  const workspace = testWorkspace('test');
  await takeOver(workspace.directory);
  const context = {
    ...options,
    workspace,
    signal: stopOnSignals(workspace.directory),
  };
  const outcomes: Outcome[] = [];
  try {
    for (const part of selectParts(group)) {
      if (!context.signal.aborted) {
        outcomes.push(await runPart(part, context));
      }
    }
  } finally {
    await reportLeftovers(context);
    clearRunState(workspace.directory);
  }
  if (context.signal.aborted) {
    context.steps.note(
      `${context.signal.reason.message} Not everything was tested.`,
    );
    return 130;
  }
  return printSummary(outcomes);
}

function selectParts(group: TestGroup | undefined): TestPart[] {
  return testParts.filter(part => !group || part.group === group);
}

/** Only one run at a time writes here; what an earlier one left is of no use. */
async function takeOver(directory: string): Promise<void> {
  const other = claimRun(directory);
  if (other) {
    throw new DevError(
      `Another ./dev test runs in this checkout (process ${other.supervisor.pid}): wait for it, or end it with Ctrl-C.`,
    );
  }
  await stopMarkedProcesses(directory);
  for (const name of readdirSync(directory).filter(
    entry => entry !== runStateFile,
  )) {
    rmSync(path.join(directory, name), { recursive: true });
  }
  markProcesses(directory);
}

async function runPart(part: TestPart, context: TestContext): Promise<Outcome> {
  const startedAt = performance.now();
  context.steps.note('');
  context.steps.note(`── ${part.name}`);
  const counts = await countPart(part, context);
  return { part, ...counts, seconds: (performance.now() - startedAt) / 1000 };
}

/** A part that cannot be run at all has failed, and the others are run all the same. */
async function countPart(
  part: TestPart,
  context: TestContext,
): Promise<Counts> {
  try {
    return await part.run(context);
  } catch (error) {
    const { stack, message } = error as Error;
    context.steps.note(error instanceof DevError ? message : String(stack));
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function reportLeftovers({
  workspace,
  steps,
}: TestContext): Promise<void> {
  const leftovers = await stopMarkedProcesses(workspace.directory);
  if (leftovers > 0) {
    steps.note(
      `✗ the tests left ${leftovers} processes behind, which were ended`,
    );
  }
}

function printSummary(outcomes: Outcome[]): number {
  const lines = outcomes.map(outcome => {
    const mark = outcome.failed > 0 ? '✗' : '✓';
    const duration = `${Math.round(outcome.seconds)} s`;
    return `  ${mark} ${outcome.part.name.padEnd(20)}${duration.padStart(
      6,
    )}  ${formatCounts(outcome)}`;
  });
  const sum = sumCounts(outcomes);
  process.stdout.write(`\n${lines.join('\n')}\n\n${formatCounts(sum)}\n`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

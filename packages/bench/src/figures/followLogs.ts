import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@orgmodels/dev-cluster';
import type { BenchContext } from '../BenchContext';
import type { Figure, Measurement } from '../Figure';
import {
  type Follower,
  followByKubectl,
  followByPortal,
} from '../logs/followers';
import { PodLogWriter } from '../logs/PodLogWriter';
import { playRounds } from '../playRounds';
import { MEGABYTE } from '../portal/answerMemory';
import { API, BenchPortal } from '../portal/BenchPortal';
import { openBenchDatabase } from '../seed/openBenchDatabase';
import { compareRounds, median, summarize } from '../statistics';

const NAME = 'talkative';
const PODS = 10;
const LINES_PER_SECOND = 1_000;
/** A stream that is read as it comes holds no more than this, in MB. */
const FLAT = 30;

export const followLogs: Figure = {
  name: 'follow-logs',
  title: 'Following 10 pods at 1,000 lines a second each',
  against: '`kubectl logs -f` of the same',
  target: 'no line lost or doubled, first line ≤ 1.5×, memory flat (≤ 30 MB)',
  method:
    'Played kubelets serve files into which ten times 1,000 numbered lines of 140 characters are written each second. Portal and kubectl follow them in turns; the time is from asking (kubectl: from starting it) to the first line. Memory is the backend’s, resident after garbage was collected, at the end of following less that after the first seconds.',
  async run(context) {
    const cluster = await context.startCluster();
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const portal = await BenchPortal.start(context, {
      database: database.config,
      kubeconfig: cluster.kubeconfig,
    });
    const id = await deploy(portal);
    const writer = new PodLogWriter(await context.makeDirectory());
    await writer.takeOver(cluster, await listPods(portal, id));
    context.closeAfter(async () => writer.stop());
    const ours = () => followByPortal(portal, id);
    const theirs = () => followByKubectl(cluster.kubeconfig, NAME);
    writer.start(LINES_PER_SECOND);
    const first = await compareFirstLines(context, { ours, theirs });
    const long = context.choose(60, 10);
    const own = await followLong(portal, {
      writer,
      follow: ours,
      seconds: long,
    });
    const other = await followLong(portal, {
      writer,
      follow: theirs,
      seconds: long,
    });
    return [
      first,
      {
        variant: 'lines lost or doubled',
        value: own.wrong,
        unit: 'lines',
        reached: own.wrong === 0 && own.isComplete,
        details: {
          'lines through the portal': own.lines,
          'lines through kubectl': other.lines,
          'of these lost or doubled': other.wrong,
        },
      },
      {
        variant: 'memory',
        value: own.growth / MEGABYTE,
        unit: 'MB',
        reached: own.growth / MEGABYTE <= FLAT,
        details: { seconds: long },
      },
    ];
  },
};

async function deploy(portal: BenchPortal): Promise<string> {
  const { model } = await portal.post({
    name: NAME,
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-8B',
    requirements: { cpu: '100m', memory: '1Gi' },
    deployment_config: { gpu_count: 0, replicas: PODS },
  });
  await waitFor(
    'the model to run',
    async () => {
      const answer = await portal.call(`${API}/${model.id}`);
      return answer.model.status === 'running';
    },
    { timeoutMs: 120_000 },
  );
  return model.id;
}

async function listPods(portal: BenchPortal, id: string): Promise<string[]> {
  const { pods } = await portal.call(`${API}/${id}/pods`);
  return pods.map(({ name }: { name: string }) => name);
}

type Follow = () => Follower | Promise<Follower>;

async function compareFirstLines(
  context: BenchContext,
  { ours, theirs }: { ours: Follow; theirs: Follow },
): Promise<Measurement> {
  const rounds = await playRounds(context.choose(20, 4), async () => ({
    ours: [await timeToFirstLine(ours)],
    theirs: [await timeToFirstLine(theirs)],
  }));
  const { value, interval } = compareRounds(rounds, median);
  return {
    variant: 'first line',
    value,
    unit: '×',
    interval,
    reached: interval.high <= 1.5,
    details: {
      'portal, ms': summarize(rounds.flatMap(round => round.ours)),
      'kubectl, ms': summarize(rounds.flatMap(round => round.theirs)),
    },
  };
}

async function timeToFirstLine(follow: Follow): Promise<number> {
  const { count, begunAt, stop } = await follow();
  await waitFor('a line', async () => count.firstAt, { intervalMs: 5 });
  stop();
  return count.firstAt! - begunAt;
}

async function followLong(
  portal: BenchPortal,
  options: { writer: PodLogWriter; follow: Follow; seconds: number },
) {
  const { writer, follow, seconds } = options;
  const { count, stop } = await follow();
  await delay(3_000);
  const before = await portal.readMemory();
  await delay(seconds * 1_000);
  const after = await portal.readMemory();
  const last = writer.pause();
  const isComplete = await waitFor(
    'the last line',
    async () => count.hasSeen(last, PODS),
    { timeoutMs: 20_000 },
  ).catch(() => false);
  stop();
  writer.start(LINES_PER_SECOND);
  const { lines, wrong } = count;
  return { lines, wrong, isComplete, growth: after.rss - before.rss };
}

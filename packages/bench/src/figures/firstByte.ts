import { setTimeout as delay } from 'node:timers/promises';
import type { Figure, Measurement } from '../Figure';
import { startLiteLlm } from '../inference/LiteLlm';
import { startInference } from '../inference/startInference';
import { type Endpoint, openClient, streamChat } from '../inference/streamChat';
import { playRounds } from '../playRounds';
import { p95, summarize } from '../statistics';
import type { Agent } from 'undici';

const STREAMS = [1, 32, 200];
/** Of an answer: it takes four seconds, so that streams begin all the time. */
const [TOKENS, PAUSE_MS] = [20, 200];
/** Of a single stream, which need not last: nothing else is under way. */
const [FEW_TOKENS, SHORT_MS] = [4, 5];

type Side = 'engine' | 'ours' | 'litellm';

export const firstByte: Figure = {
  name: 'first-byte',
  title: 'Time to the first byte of a stream that a portal adds, p95',
  against: 'what LiteLLM’s proxy adds before the same engine',
  target: '≤ 0.5×',
  method:
    'An engine that answers at once is asked directly, through a portal with a key, and through LiteLLM’s proxy with its master key and no database, each one process. So many streams are open all the time, of 20 tokens within four seconds; as one ends, the next begins. The three take turns. What is added is the p95 of the times less that of the engine alone.',
  async run(context) {
    const { engine, ours } = await startInference(context);
    const litellm = await startLiteLlm(context, engine);
    const sides: Record<Side, Endpoint> = { engine, ours, litellm };
    const measured: Measurement[] = [];
    for (const streams of STREAMS) {
      const times = await measure(sides, {
        streams,
        rounds: context.choose(3, 1),
        seconds: context.choose(12, 4),
      });
      measured.push(compare(streams, times));
    }
    return measured;
  },
};

type Times = Record<Side, number[]>;

async function measure(
  sides: Record<Side, Endpoint>,
  options: { streams: number; rounds: number; seconds: number },
): Promise<Times> {
  const rounds = await playRounds(options.rounds, async () => ({
    engine: await keepOpen(sides.engine, options),
    ours: await keepOpen(sides.ours, options),
    litellm: await keepOpen(sides.litellm, options),
  }));
  return {
    engine: rounds.flatMap(({ engine }) => engine),
    ours: rounds.flatMap(({ ours }) => ours),
    litellm: rounds.flatMap(({ litellm }) => litellm),
  };
}

/** Keeps streams open for some time, and begins them evenly over it. */
async function keepOpen(
  endpoint: Endpoint,
  options: { streams: number; seconds: number },
): Promise<number[]> {
  const { streams, seconds } = options;
  const client = openClient();
  const end = performance.now() + seconds * 1000;
  const seen: number[] = [];
  const isOne = streams === 1;
  const work = Array.from({ length: streams }, async (_, index) => {
    await delay((index / streams) * TOKENS * PAUSE_MS);
    while (performance.now() < end) {
      seen.push(await timeOf(endpoint, client, isOne));
    }
  });
  await Promise.all(work);
  await client.destroy();
  return seen;
}

async function timeOf(
  endpoint: Endpoint,
  client: Agent,
  isOne: boolean,
): Promise<number> {
  const { firstByteMs } = await streamChat(endpoint, {
    client,
    tokens: isOne ? FEW_TOKENS : TOKENS,
    pauseMs: isOne ? SHORT_MS : PAUSE_MS,
  });
  return firstByteMs;
}

function compare(streams: number, times: Times): Measurement {
  const added = (side: Side) => p95(times[side]) - p95(times.engine);
  const value = added('ours') / added('litellm');
  return {
    variant: streams === 1 ? '1 stream' : `${streams} streams`,
    value,
    unit: '×',
    reached: value <= 0.5,
    details: {
      'engine alone, ms': summarize(times.engine),
      'ours, ms': summarize(times.ours),
      'LiteLLM, ms': summarize(times.litellm),
      'added by us, p95, ms': added('ours'),
      'added by LiteLLM, p95, ms': added('litellm'),
    },
  };
}

import type { Figure } from '../Figure';
import { startInference } from '../inference/startInference';
import { type Endpoint, openClient, streamChat } from '../inference/streamChat';
import { playRounds } from '../playRounds';
import { compareRounds, median, summarize } from '../statistics';

const STREAMS = 32;
/** Of each stream, as fast as a small model on a large GPU: 100 tokens a second. */
const PAUSE_MS = 10;

export const streamTokens: Figure = {
  name: 'stream-tokens',
  title: 'Tokens a second through a portal at 32 streams',
  against: 'the engine alone',
  target: '≥ 0.97×',
  method:
    'An engine that sends 100 tokens a second on each of 32 streams, 3,200 in all, is asked directly and through a portal in turns; tokens by the time from the first request to the last byte of all of them. Client, portal and engine share the machine’s processors.',
  async run(context) {
    const { engine, ours } = await startInference(context);
    const tokens = context.choose(800, 200);
    const rounds = await playRounds(context.choose(8, 3), async () => ({
      theirs: [await speedOf(engine, tokens)],
      ours: [await speedOf(ours, tokens)],
    }));
    const { value, interval } = compareRounds(rounds, median);
    return [
      {
        variant: 'PostgreSQL',
        value,
        unit: '×',
        interval,
        reached: interval.low >= 0.97,
        details: {
          'ours, tokens/s': summarize(rounds.flatMap(round => round.ours)),
          'engine alone, tokens/s': summarize(
            rounds.flatMap(round => round.theirs),
          ),
        },
      },
    ];
  },
};

async function speedOf(endpoint: Endpoint, tokens: number): Promise<number> {
  const client = openClient();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: STREAMS }, () =>
      streamChat(endpoint, { client, tokens, pauseMs: PAUSE_MS }),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  await client.destroy();
  return (STREAMS * tokens) / seconds;
}

import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@orgmodels/dev-cluster';
import type { Figure, Measurement } from '../Figure';
import { startInference } from '../inference/startInference';
import { openClient, streamChat } from '../inference/streamChat';
import { liveBytes, MEGABYTE, type Memory } from '../portal/answerMemory';
import type { BenchPortal } from '../portal/BenchPortal';
import { median } from '../statistics';

/** Streams one after the other, before. */
const WARM = 20;
const SAMPLES = 8;
const SAMPLE_MS = 1_000;

export const openStreams: Figure = {
  name: 'open-streams',
  title: 'Memory for 500 open streams, over the idle backend',
  against: '–',
  target: '< 150 MB',
  method:
    'Memory of the backend, live (heap and buffers) and resident, after it has answered 20 streams one after the other, and while 500 are open which get a token a second each: the medians of eight samples after garbage was collected.',
  async run(context) {
    const { ours, portal } = await startInference(context);
    const streams = context.choose(500, 50);
    const client = openClient();
    context.closeAfter(() => client.destroy());
    for (let warm = 0; warm < WARM; warm++) {
      await streamChat(ours, { client, tokens: 10, pauseMs: 1 });
    }
    const idle = await settle(portal);
    const leaving = new AbortController();
    const begun = Array.from({ length: streams }, () => 0);
    const all = begun.map((_, index) =>
      streamChat(ours, {
        ...{ client, tokens: 3_600, pauseMs: 1_000, signal: leaving.signal },
        onToken: count => {
          begun[index] = count;
        },
      }),
    );
    const ended = Promise.allSettled(all);
    await waitFor(
      'all streams to have begun',
      async () => begun.every(count => count > 1),
      { timeoutMs: 60_000 },
    );
    const full = await settle(portal);
    leaving.abort();
    await ended;
    return [
      compare('live', { idle, full, streams }, liveBytes),
      compare('resident', { idle, full, streams }, ({ rss }) => rss),
    ];
  },
};

function compare(
  variant: string,
  seen: { idle: Memory[]; full: Memory[]; streams: number },
  bytesOf: (memory: Memory) => number,
): Measurement {
  const [idle, full] = [seen.idle, seen.full].map(
    samples => median(samples.map(bytesOf)) / MEGABYTE,
  );
  return {
    variant,
    value: full - idle,
    unit: 'MB',
    reached: full - idle < 150,
    details: {
      streams: seen.streams,
      'idle, MB': idle,
      'with them, MB': full,
    },
  };
}

async function settle(portal: BenchPortal): Promise<Memory[]> {
  const samples: Memory[] = [];
  while (samples.length < SAMPLES) {
    await delay(SAMPLE_MS);
    samples.push(await portal.readMemory());
  }
  return samples;
}

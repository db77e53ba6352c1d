import type { IncomingMessage } from 'node:http';

/** Reads an answer to its end; of a stream of events, one that tells something. */
export function endAtFirstEvent(
  answer: unknown,
  done: (error: Error | null, body: unknown) => void,
): void {
  // superagent takes the text of the answer from here
  const stream = answer as IncomingMessage & { text: string };
  const isStream = stream.headers['content-type']?.startsWith('text/event-');
  stream.text = '';
  stream.on('data', chunk => {
    stream.text += chunk;
    const told = isStream && /^data: (.+)$/m.exec(stream.text);
    if (told) {
      stream.removeAllListeners('end');
      done(null, JSON.parse(told[1]));
      stream.destroy();
    }
  });
  stream.on('end', () =>
    done(null, isStream || !stream.text ? {} : JSON.parse(stream.text)),
  );
}

export type SentEvent = { id: string; event: string; data: any };

/** Server-sent events as a client reads them. */
export async function* readSentEvents(
  answer: Response,
): AsyncGenerator<SentEvent> {
  const chunks = answer.body as unknown as AsyncIterable<Uint8Array>;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const lines = part.split('\n').map(line => line.split(/: (.*)/s));
      const { id, event, data } = Object.fromEntries(lines);
      if (data) {
        yield { id, event, data: JSON.parse(data) };
      }
    }
  }
}

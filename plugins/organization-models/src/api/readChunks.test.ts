import { streamedAnswer } from '../__testUtils__/streamedAnswer';
import { readChunks } from './readChunks';

function answer(pieces: string[]) {
  const stream = streamedAnswer();
  pieces.forEach(stream.write);
  stream.end();
  return stream;
}

async function collect(response: Response) {
  const chunks: unknown[] = [];
  for await (const chunk of readChunks(response)) {
    chunks.push(chunk);
  }
  return chunks;
}

describe('readChunks', () => {
  it('puts together what was cut anywhere, and passes over comments', async () => {
    const text =
      ': ping\n\ndata: {"a":"ü"}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n';
    for (let cut = 0; cut < text.length; cut++) {
      expect(
        await collect(answer([text.slice(0, cut), text.slice(cut)]).response),
      ).toEqual([{ a: 'ü' }, { a: 2 }]);
    }
  });

  it('throws what the engine says in the middle of a stream', async () => {
    const failing = answer([
      'data: {"error":{"message":"It died"}}\n\n',
    ]).response;
    await expect(collect(failing)).rejects.toThrow('It died');
  });

  it('hangs up when its reader stops', async () => {
    const { response, cancel } = answer(['data: 1\n\n', 'data: 2\n\n']);
    for await (const chunk of readChunks(response)) {
      expect(chunk).toBe(1);
      break;
    }
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

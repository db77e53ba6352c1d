import { streamedAnswer } from '../../__testUtils__/streamedAnswer';
import { buildChatRequest, type ChatProgress, streamChat } from './streamChat';

function answerOf(chunks: unknown[]): Response {
  const { response, write, end } = streamedAnswer();
  chunks.forEach(chunk => write(`data: ${JSON.stringify(chunk)}\n\n`));
  end();
  return response;
}

const delta = (fields: object, finish_reason: string | null = null) => ({
  choices: [{ delta: fields, finish_reason }],
});

async function follow(chunks: unknown[]): Promise<ChatProgress[]> {
  let time = 1_000;
  const now = () => (time += 500);
  const seen: ChatProgress[] = [];
  const response = answerOf(chunks);
  for await (const progress of streamChat(response, {
    startedAt: 1_000,
    now,
  })) {
    seen.push(progress);
  }
  return seen;
}

describe('streamChat', () => {
  it('adds up what comes, and says how fast it came', async () => {
    const seen = await follow([
      delta({ role: 'assistant', content: '' }),
      delta({ content: 'Hel' }),
      delta({ content: 'lo' }),
      delta({}, 'stop'),
      { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } },
    ]);
    expect(seen.map(({ answer }) => answer.content)).toEqual([
      '',
      'Hel',
      'Hello',
      'Hello',
      'Hello',
    ]);
    expect(seen.at(-1)?.figures).toEqual({
      firstTokenSeconds: 0.5,
      promptTokens: 7,
      completionTokens: 3,
      tokensPerSecond: 4,
    });
  });

  it.each(['reasoning', 'reasoning_content'])(
    'keeps %s apart from the answer',
    async field => {
      const seen = await follow([
        delta({ [field]: 'Hm' }),
        delta({ [field]: '…' }),
        delta({ content: 'Yes' }),
      ]);
      expect(seen.at(-1)?.answer).toMatchObject({
        content: 'Yes',
        reasoning: 'Hm…',
      });
    },
  );

  it('says that an answer was cut off', async () => {
    const seen = await follow([delta({ content: 'A' }), delta({}, 'length')]);
    expect(seen.at(-1)?.answer.ending).toBe('length');
  });
});

describe('buildChatRequest', () => {
  it('sends the conversation without what was thought, and only what was set', () => {
    const request = buildChatRequest(
      'smol',
      [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello', reasoning: 'Greet' },
      ],
      { system: 'Be brief', maxTokens: 5 },
    );
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      model: 'smol',
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
    });
  });
});

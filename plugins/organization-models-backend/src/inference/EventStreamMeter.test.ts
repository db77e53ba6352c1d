import { EventStreamMeter } from './EventStreamMeter';

const chat = (delta: object, rest: object = {}) => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: null }],
  ...rest,
});
const usage = { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 };

/** Of a stream which breaks off behind these events. */
function count(...events: object[]) {
  const meter = new EventStreamMeter('all');
  for (const event of events) {
    meter.pass(Buffer.from(`data: ${JSON.stringify(event)}\n\n`));
  }
  return meter.tokens;
}

describe('what EventStreamMeter counts of a stream that ends early', () => {
  it.each<[string, object[], object]>([
    [
      'what the engine told with each piece',
      [
        chat({ role: 'assistant', content: '' }, { usage }),
        chat({ content: 'The capital' }, { usage }),
        chat({ content: ' of' }, { usage: { ...usage, completion_tokens: 5 } }),
      ],
      { promptTokens: 11, completionTokens: 5 },
    ],
    [
      'the pieces with something in them, where it told nothing',
      [
        chat({ role: 'assistant', content: '' }),
        chat({ content: 'The' }),
        chat({ reasoning: 'Hm' }),
        chat({ tool_calls: [{ index: 0, function: { arguments: '{' } }] }),
        { choices: [null, { index: 0, text: ' capital' }] },
      ],
      { promptTokens: 0, completionTokens: 4 },
    ],
    [
      'the last word of the engine, not the pieces',
      [chat({ content: 'The' }), chat({}), { choices: [], usage }],
      { promptTokens: 11, completionTokens: 2 },
    ],
    [
      'the prompt that Anthropic\u2019s form tells first, and pieces',
      [
        {
          type: 'message_start',
          message: { usage: { input_tokens: 7, output_tokens: 0 } },
        },
        { type: 'content_block_delta', delta: { text: 'The' } },
        { type: 'content_block_delta', delta: { text: ' capital' } },
      ],
      { promptTokens: 7, completionTokens: 2 },
    ],
    [
      'the pieces of OpenAI\u2019s newer form',
      [
        { type: 'response.created', response: { usage: null } },
        { type: 'response.output_text.delta', delta: 'The' },
      ],
      { promptTokens: 0, completionTokens: 1 },
    ],
  ])('is %s', (_, events, expected) => {
    expect(count(...events)).toMatchObject(expected);
  });
});

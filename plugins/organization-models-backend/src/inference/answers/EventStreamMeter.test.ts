import { WholeAnswerMeter } from './AnswerMeter';
import { EventStreamMeter } from './EventStreamMeter';
import type { HiddenUsage } from '../bodies/toEngineBody';

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
    [
      'all answers together, where a client wanted several',
      [
        { choices: [{ index: 0, delta: { content: 'A' } }], usage },
        {
          choices: [{ index: 1, delta: { content: 'B' } }],
          usage: { ...usage, completion_tokens: 3 },
        },
        {
          choices: [{ index: 0, delta: { content: 'A' } }],
          usage: { ...usage, completion_tokens: 4 },
        },
      ],
      { promptTokens: 11, completionTokens: 7 },
    ],
  ])('is %s', (_, events, expected) => {
    expect(count(...events)).toMatchObject(expected);
  });

  it('is every prompt of which an answer had begun, and each once', () => {
    const answer = (index: number, prompt_tokens: number) => ({
      choices: [{ index, text: 'A' }],
      usage: { prompt_tokens, completion_tokens: 1 },
    });
    const meter = new EventStreamMeter('all', { answersPerPrompt: 2 });
    for (const event of [answer(2, 5), answer(0, 11), answer(1, 11)]) {
      meter.pass(Buffer.from(`data: ${JSON.stringify(event)}\n\n`));
    }
    expect(meter.tokens).toMatchObject({
      promptTokens: 16,
      completionTokens: 3,
    });
  });
});

const said = (content: string) => JSON.stringify(chat({ content }, { usage }));
const last = JSON.stringify({ choices: [], usage });

/** What goes to the client of bytes that come in pieces. */
function relay(hidden: HiddenUsage, ...pieces: (string | Buffer)[]) {
  const meter = new EventStreamMeter(hidden);
  const passed = pieces.map(piece => meter.pass(Buffer.from(piece as string)));
  const out = [...passed, meter.end()].flatMap(bytes => bytes ?? []);
  const text = Buffer.concat(out).toString();
  const events: any[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (const line of lines.filter(one => one.startsWith('data: {'))) {
    events.push(JSON.parse(line.slice('data: '.length)));
  }
  return { meter, text, events };
}

const LONG = 'x'.repeat(1_000_000);

describe('what EventStreamMeter makes of strange streams', () => {
  it.each<[string, (string | Buffer)[], string]>([
    [
      'lines that end by return and feed',
      [`data: ${said('A')}\r\n\r\ndata: ${last}\r\n\r\n`],
      'A',
    ],
    [
      'lines that end by a return',
      [`data: ${said('A')}\r\rdata: ${last}\r\r`],
      'A',
    ],
    [
      'a return and its feed that come apart',
      [`data: ${said('A')}\r`, '\n\r', `\ndata: ${last}\r\n\r`, '\n'],
      'A',
    ],
    [
      'no space behind the colon',
      [`data:${said('A')}\n\ndata:${last}\n\n`],
      'A',
    ],
    [
      'comments, names and ids',
      [
        ': is alive\n\n',
        `event: chunk\nid: 7\ndata: ${said('A')}\n\n`,
        `data: ${last}\n\n`,
      ],
      'A',
    ],
    [
      'data of several lines',
      [`data: ${said('A').replace(/,/, ',\ndata: ')}\n\n`, `data: ${last}\n\n`],
      'A',
    ],
    [
      'separators of Unicode, and pieces within a character',
      [...Buffer.from(`data: ${said('\u2028\u00e9\u{1F600}')}\n\n`)]
        .map(byte => Buffer.of(byte))
        .concat(Buffer.from(`data: ${last}\n\n`)),
      '\u2028\u00e9\u{1F600}',
    ],
    [
      'a byte order mark',
      [`\uFEFFdata: ${said('A')}\n\ndata: ${last}\n\n`],
      'A',
    ],
    [
      'a piece of a megabyte',
      [`data: ${said(LONG)}\n\n`, `data: ${last}\n\n`],
      LONG,
    ],
    ['no end', [`data: ${said('A')}\n\ndata: ${last}\n\ndata: [DONE]`], 'A'],
    [
      'the usage with the last token',
      [
        `data: ${JSON.stringify(chat({ content: 'A' }))}\n\n`,
        `data: ${said('')}`,
      ],
      'A',
    ],
  ])('counts and hides the usage with %s', (_, pieces, content) => {
    const { meter, text, events } = relay('all', ...pieces);
    expect(text).not.toContain('usage');
    expect(events.map(({ choices }) => choices[0].delta.content).join('')).toBe(
      content,
    );
    expect(meter.tokens).toMatchObject({
      promptTokens: 11,
      completionTokens: 2,
    });
  });

  it('tells the usage to who asked for it, once, in whatever way the engine tells it', () => {
    const done = 'data: [DONE]\n\n';
    for (const pieces of [
      [`data: ${said('A')}\n\n`, `data: ${last}\n\n`, done],
      [`data: ${said('A')}\n\n`, done],
      [`data: ${said('A')}\n\n`],
    ]) {
      const { events, text } = relay('allButLast', ...pieces);
      expect(events.map(event => event.usage)).toEqual([undefined, usage]);
      expect(events[1].choices).toEqual([]);
      expect(text.endsWith(done)).toBe(pieces.includes(done));
    }
  });

  it('passes on what is no event at all', () => {
    const page = '<html>\n\nnot an engine\n\ndata: ?\n\n';
    expect(relay('all', page).text).toBe(page);
    expect(relay('none', page).text).toBe(page);
  });

  it('keeps a line until it has ended, so that an error can be told behind it', () => {
    const meter = new EventStreamMeter('none');
    const passed = [': alive\n', 'data: {"half', '":1}\n\ndata: {"br'].map(
      piece => meter.pass(Buffer.from(piece))?.toString(),
    );
    expect(passed).toEqual([': alive\n', undefined, 'data: {"half":1}\n\n']);
  });

  it.each<[string, object]>([
    ['OpenAI\u2019s form', { error: { message: 'out of memory' } }],
    ['that of responses', { type: 'response.failed', response: { error: {} } }],
    ['Anthropic\u2019s form', { type: 'error', error: { type: 'api_error' } }],
    ['an older form', { object: 'error', message: 'out of memory' }],
  ])('knows an error in %s', (_, event) => {
    const { meter } = relay('all', `data: ${JSON.stringify(event)}\n\n`);
    expect(meter.hasFailed).toBe(true);
  });
});

describe('what WholeAnswerMeter counts of a large answer', () => {
  const details = { cached_tokens: 3 };
  const told = { ...usage, prompt_tokens_details: details };
  it.each([
    ['at its end', { text: 'x'.repeat(5e6), usage: told }, undefined],
    ['at its begin', { usage: told, text: 'x'.repeat(5e6) }, undefined],
    ['with spaces', { text: '"usage": {}'.repeat(5e5), usage: told }, 1],
  ])('is the usage %s', (_, answer, indent) => {
    const meter = new WholeAnswerMeter();
    const bytes = Buffer.from(JSON.stringify(answer, undefined, indent));
    for (let at = 0; at < bytes.length; at += 65_536) {
      meter.pass(bytes.subarray(at, at + 65_536));
    }
    expect(meter.tokens).toEqual({
      promptTokens: 11,
      cachedTokens: 3,
      completionTokens: 2,
    });
  });
});

/*
 * A small real model, for all pods of a development cluster: POST /generate answers tokens as they are made, a line
 * of JSON each. It ends with its parent.
 *
 * node generator.mjs FOLDER-WITH-NODE-MODULES MODEL.gguf
 */
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Requests at once, and tokens of each; what the memory is for. */
const SEQUENCES = 8;
const CONTEXT = 2_048;
const SYSTEM =
  'You are a helpful AI assistant named SmolLM, trained by Hugging Face';

const [folder, modelPath] = process.argv.slice(2);
const entry = path.join(folder, 'node_modules/node-llama-cpp/dist/index.js');
const { getLlama, LlamaGrammarEvaluationState } = await import(
  pathToFileURL(entry)
);
// Never compiles: what is not at hand is not had
const llama = await getLlama({
  build: 'never',
  gpu: false,
  progressLogs: false,
  maxThreads: 2,
});
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({
  contextSize: CONTEXT,
  sequences: SEQUENCES,
  batchSize: 512,
});
const free = Array.from({ length: SEQUENCES }, () => context.getSequence());
const waiting = [];

const server = http.createServer((request, response) => {
  answer(request, response).catch(error => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(error.status ?? 500).end(String(error.message));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  process.stdout.write(`${JSON.stringify({ port, context: CONTEXT })}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));

async function answer(request, response) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  const asked = JSON.parse(text);
  const tokens = model.tokenize(asked.prompt ?? toChat(asked.messages), true);
  if (tokens.length >= CONTEXT) {
    throw Object.assign(
      new Error(
        `This model's maximum context length is ${CONTEXT} tokens. However, your request has ${tokens.length} input tokens.`,
      ),
      { status: 400 },
    );
  }
  const grammar = await toGrammar(asked);
  let isLeft = false;
  response.once('close', () => (isLeft = true));
  const sequence = free.pop() ?? (await new Promise(go => waiting.push(go)));
  try {
    const send = line => response.write(`${JSON.stringify(line)}\n`);
    response.writeHead(200);
    send({ promptTokens: tokens.length });
    await sequence.clearHistory();
    const pieces = generate(sequence, { asked, tokens, grammar });
    for await (const piece of pieces) {
      if (isLeft) {
        break;
      }
      send(piece);
    }
    response.end();
  } finally {
    const next = waiting.shift();
    if (next) {
      next(sequence);
    } else {
      free.push(sequence);
    }
  }
}

/** Yields `{text}` for each token, which may be empty, and `{finish}` at last. */
async function* generate(sequence, { asked, tokens, grammar }) {
  const most = Math.min(asked.maxTokens ?? CONTEXT, CONTEXT - tokens.length);
  const made = [];
  let sent = 0;
  const evaluated = sequence.evaluate(tokens, {
    temperature: asked.temperature ?? 1,
    topP: asked.topP ?? 1,
    ...(asked.topK > 0 ? { topK: asked.topK } : {}),
    seed: asked.seed,
    yieldEogToken: true,
    grammarEvaluationState:
      grammar && new LlamaGrammarEvaluationState({ model, grammar }),
  });
  for await (const token of evaluated) {
    made.push(token);
    if (model.isEogToken(token) && !asked.ignoreEos) {
      yield { text: '' };
      yield { finish: 'stop' };
      return;
    }
    const { text, isStopped } = cutAtStop(model.detokenize(made), asked.stop);
    // Half a character waits for its other half
    const isWhole = !text.endsWith('\ufffd');
    yield { text: isWhole ? text.slice(sent) : '' };
    sent = isWhole ? text.length : sent;
    if (isStopped) {
      yield { finish: 'stop' };
      return;
    }
    if (made.length >= most) {
      break;
    }
  }
  yield { finish: 'length' };
}

function cutAtStop(text, stop = []) {
  const places = stop.map(word => text.indexOf(word)).filter(at => at >= 0);
  return places.length > 0
    ? { text: text.slice(0, Math.min(...places)), isStopped: true }
    : { text, isStopped: false };
}

async function toGrammar({ schema, json }) {
  if (schema) {
    return llama.createGrammarForJsonSchema(schema);
  }
  return json ? llama.getGrammarFor('json') : undefined;
}

/** The model's own template: ChatML, and a system line where none is given. */
function toChat(messages) {
  const system = { role: 'system', content: SYSTEM };
  const all = messages[0]?.role === 'system' ? messages : [system, ...messages];
  const turns = all.map(
    ({ role, content }) =>
      `<|im_start|>${role}\n${toText(content)}<|im_end|>\n`,
  );
  return `${turns.join('')}<|im_start|>assistant\n`;
}

function toText(content) {
  return Array.isArray(content)
    ? content.map(part => part.text ?? '').join('')
    : content ?? '';
}

import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';

export const LANGUAGES = ['curl', 'python', 'javascript'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where the snippets expect the key. */
const KEY_VARIABLE = 'ORGANIZATION_MODELS_KEY';

type Call = {
  path: string;
  body: Record<string, unknown>;
  /** Of OpenAI's own clients; `undefined`: they have none for it. */
  method?: string;
  /** Where their answer has what one looks for. */
  result?: string;
};

const CHAT: Call = {
  path: 'chat/completions',
  method: 'chat.completions.create',
  body: { messages: [{ role: 'user', content: 'Hello!' }] },
  result: 'choices[0].message.content',
};

const CALLS: Record<Model['model_type'], Call> = {
  chat: CHAT,
  vision: CHAT,
  completion: {
    path: 'completions',
    method: 'completions.create',
    body: { prompt: 'Once upon a time', max_tokens: 64 },
    result: 'choices[0].text',
  },
  embedding: {
    path: 'embeddings',
    method: 'embeddings.create',
    body: { input: 'Hello!' },
    result: 'data[0].embedding',
  },
  rerank: {
    path: 'rerank',
    body: { query: 'capital of France', documents: ['Paris', 'Rome'] },
  },
};

/** How a program asks the model for its first answer. */
export function buildSnippets(
  model: Pick<Model, 'name' | 'model_type'>,
  baseUrl: string,
): Record<Language, string> {
  const call = CALLS[model.model_type];
  const body = { model: model.name, ...call.body };
  return {
    curl: [
      `curl ${baseUrl}/${call.path} \\`,
      `  -H "Authorization: Bearer $${KEY_VARIABLE}" \\`,
      `  -H "Content-Type: application/json" \\`,
      `  -d '${JSON.stringify(body)}'`,
    ].join('\n'),
    python: [
      'import os',
      'from openai import OpenAI',
      '',
      'client = OpenAI(',
      `    base_url="${baseUrl}",`,
      `    api_key=os.environ["${KEY_VARIABLE}"],`,
      ')',
      ...pythonCall(call, body),
    ].join('\n'),
    javascript: [
      `import OpenAI from 'openai';`,
      '',
      'const client = new OpenAI({',
      `  baseURL: '${baseUrl}',`,
      `  apiKey: process.env.${KEY_VARIABLE},`,
      '});',
      ...javascriptCall(call, body),
    ].join('\n'),
  };
}

function pythonCall(call: Call, body: object): string[] {
  return call.method
    ? [
        `answer = client.${call.method}(`,
        ...Object.entries(body).map(
          ([name, value]) => `    ${name}=${JSON.stringify(value)},`,
        ),
        ')',
        `print(answer.${call.result})`,
      ]
    : [
        `print(client.post("/${
          call.path
        }", cast_to=object, body=${JSON.stringify(body)}))`,
      ];
}

function javascriptCall(call: Call, body: object): string[] {
  const written = JSON.stringify(body, undefined, 2);
  return call.method
    ? [
        `const answer = await client.${call.method}(${written});`,
        `console.log(answer.${call.result});`,
      ]
    : [
        `console.log(await client.post('/${call.path}', { body: ${written} }));`,
      ];
}

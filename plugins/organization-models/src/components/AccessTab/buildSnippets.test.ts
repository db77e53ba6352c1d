import { buildSnippets } from './buildSnippets';

const URL = 'https://portal.test/v1/organization/models/openai/v1';

describe('buildSnippets', () => {
  it.each([
    ['chat', 'chat/completions', 'client.chat.completions.create('],
    ['vision', 'chat/completions', 'client.chat.completions.create('],
    ['completion', 'completions', 'client.completions.create('],
    ['embedding', 'embeddings', 'client.embeddings.create('],
    ['rerank', 'rerank', 'client.post('],
  ] as const)('calls a %s model as it is called', (model_type, path, call) => {
    const snippets = buildSnippets({ name: 'smol', model_type }, URL);
    expect(snippets.curl).toContain(`curl ${URL}/${path} `);
    expect(snippets.python).toContain(call);
    expect(snippets.javascript).toContain(call);
    for (const snippet of Object.values(snippets)) {
      expect(snippet).toContain('smol');
      expect(snippet).toContain('ORGANIZATION_MODELS_KEY');
    }
  });

  it('has a body that a shell hands over as it is', () => {
    const { curl } = buildSnippets({ name: 'smol', model_type: 'chat' }, URL);
    expect(JSON.parse(/-d '(.*)'$/.exec(curl)![1])).toEqual({
      model: 'smol',
      messages: [{ role: 'user', content: 'Hello!' }],
    });
  });
});

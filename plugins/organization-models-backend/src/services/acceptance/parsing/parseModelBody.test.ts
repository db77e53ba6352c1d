import { parseModelBody } from './parseModelBody';

const LEAST = { name: 'm', model_type: 'chat', huggingface_id: 'a/b' };

function detailsOf(body: unknown) {
  try {
    parseModelBody(body as object);
  } catch (error) {
    return (error as { details: unknown }).details;
  }
  return undefined;
}

describe('parseModelBody', () => {
  it('takes null for nothing, at every depth', () => {
    const body = {
      ...LEAST,
      description: null,
      requirements: { cpu: null, gpu: { min_vram: null, max_gpus: 2 } },
      deployment_config: {
        image: null,
        command: null,
        hugging_face_token: null,
        autoscaling_config: { min_replicas: null },
        node_selector: { pool: null },
      },
      plan_hash: undefined,
    };
    expect(parseModelBody(body).spec).toEqual({
      ...LEAST,
      requirements: { gpu: { max_gpus: 2 } },
      deployment_config: { autoscaling_config: {}, node_selector: {} },
    });
  });

  it.each([['nothing_of_ours'], ['__proto__']])(
    'refuses %s by name, whatever its value',
    field => {
      for (const value of ['null', '{}', '1']) {
        const text = `{"${field}": ${value}, ${JSON.stringify(LEAST).slice(1)}`;
        expect(detailsOf(JSON.parse(text))).toEqual([
          expect.objectContaining({ field }),
        ]);
      }
    },
  );

  it('misses what has to be given, also where it is null', () => {
    expect(detailsOf({ ...LEAST, name: null })).toEqual([
      { field: 'name', message: 'is needed' },
    ]);
  });
});

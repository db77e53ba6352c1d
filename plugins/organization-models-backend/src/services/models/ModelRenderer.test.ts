import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import {
  toAskedColumns,
  toIdentityColumns,
  toListedModel,
  toObservedColumns,
} from '../../database/models/modelRows';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { ModelRenderer } from './ModelRenderer';
import { toModel } from './toModel';

const AT = '2026-01-05T09:00:00.000Z';

const NEW = buildStoredModel({
  id: 'new',
  spec: { description: 'says "quoted" \\ and </script>', tags: ['a'] },
});
const FAILED: StoredModel = {
  ...NEW,
  status: 'failed',
  statusReason: { code: 'OutOfMemory', message: 'Too large', observed_at: 'x' },
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'OutOfMemory',
      message: 'Too large',
      last_transition_time: 'x',
      observed_generation: 1,
    },
  ],
  observedAt: '2026-01-05T08:00:00.000Z',
  replicas: { desired: 1, ready: 0, available: 0, updated: 1 },
};
const AWAY = {
  reachable: false,
  message: 'No answer',
  observedAt: AT,
  watchedAt: AT,
  stale: [],
};
const KNOWN = { signs: new Map([[NEW.cluster, AWAY]]), now: new Date(AT) };

const CHANGED: StoredModel = {
  ...FAILED,
  generation: 2,
  spec: { ...FAILED.spec, description: 'other', is_public: true },
};

describe('ModelRenderer', () => {
  it('renders what a single model shows, and reads a generation once', async () => {
    const readModels = jest.fn();
    const renderer = new ModelRenderer(readModels);
    for (const [model, reads] of [
      [NEW, 1],
      [FAILED, 1],
      [CHANGED, 2],
      [CHANGED, 2],
    ] as const) {
      readModels.mockResolvedValue([model]);
      const [text] = await renderer.render(
        [toListedModel(toRow(model))],
        KNOWN,
      );
      expect(JSON.parse(text)).toEqual(
        JSON.parse(
          JSON.stringify(toModel(model, { signs: AWAY, now: KNOWN.now })),
        ),
      );
      expect(readModels).toHaveBeenCalledTimes(reads);
    }
  });

  it('shows a generation that followed, and leaves out what is gone', async () => {
    const listed = [toListedModel(toRow(FAILED))];
    const [text] = await new ModelRenderer(async () => [CHANGED]).render(
      listed,
      KNOWN,
    );
    expect(JSON.parse(text)).toMatchObject({ generation: 2, is_public: true });
    expect(
      await new ModelRenderer(async () => []).render(listed, KNOWN),
    ).toEqual([]);
  });
});

function toRow(model: StoredModel) {
  return {
    deletion_requested_at: null,
    healing_paused_until: null,
    ...toIdentityColumns(model),
    ...toAskedColumns(model),
    ...toObservedColumns(model),
  };
}

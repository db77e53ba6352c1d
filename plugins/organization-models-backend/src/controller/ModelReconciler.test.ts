import { mockServices } from '@backstage/backend-test-utils';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import { ModelReconciler, type ReconcilerOptions } from './ModelReconciler';

describe('ModelReconciler', () => {
  const lost = (name: string) =>
    Object.assign(new Error('Connection terminated'), { name });

  it.each([
    ['is not known', 'DatabaseOutcomeUnknownError', 1],
    ['is known: it is there', 'DatabaseAwayError', 0],
  ])(
    'announces that a model is gone where whether it is forgotten %s',
    async (_, name, times) => {
      const model = {
        ...buildStoredModel({ id: 'mdl_1' }),
        deletionRequestedAt: '2026-01-01T00:00:00Z',
      };
      const onChanged = jest.fn();
      const reconciler = new ModelReconciler({
        models: {
          async remove() {
            throw lost(name);
          },
        },
        passes: { read: async () => ({ model, known: {} }) },
        clusterOf: () => ({
          objects: { listOf: async () => [], countPods: async () => 0 },
        }),
        now: () => new Date(),
        logger: mockServices.logger.mock(),
        onChanged,
      } as unknown as ReconcilerOptions);
      const { signal } = new AbortController();
      await expect(reconciler.reconcile('mdl_1', signal)).rejects.toThrow(
        'Connection terminated',
      );
      expect(onChanged).toHaveBeenCalledTimes(times);
    },
  );
});

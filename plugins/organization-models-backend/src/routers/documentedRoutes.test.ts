import { mockServices } from '@backstage/backend-test-utils';
import { buildOpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import { listOperations } from '../__testUtils__/listOperations';
import { listRoutes } from '../__testUtils__/listRoutes';
import {
  createInferenceRouter,
  type Inference,
} from '../inference/createInferenceRouter';
import { AUDITED_ROUTES } from './audit/auditedRoutes';
import { createRouter } from './createRouter';

describe('the routes', () => {
  it('are those of the OpenAPI document, no more and no less', () => {
    const logger = mockServices.logger.mock();
    const router = createRouter({
      httpAuth: {} as never,
      logger,
      auditor: mockServices.auditor.mock(),
      rateLimit: undefined,
      callers: {} as never,
      status: {} as never,
      models: {} as never,
      logs: {} as never,
      metrics: {} as never,
      tokens: {} as never,
      quotas: {} as never,
      keys: {} as never,
      usage: {} as never,
      inference: common =>
        createInferenceRouter({
          ...({} as Inference),
          ...common,
          logger,
          onInference: () => () => {},
        }),
    });
    const routes = listRoutes(router).map(route =>
      route.replace(/:(\w+)(\([^)]*\))?/g, '{$1}'),
    );
    const operations = listOperations(buildOpenApiDocument());
    expect(routes.sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  it('are all audited', () => {
    const operations = listOperations(buildOpenApiDocument());
    const unaudited = operations
      .map(({ name }) => name)
      .filter(name => !AUDITED_ROUTES[name]);
    expect(unaudited).toEqual([]);
  });
});

import { createApiMock } from '@backstage/frontend-test-utils';
import { organizationModelsApiRef } from '../api/organizationModelsApiRef';

/** A client whose methods a test fills in; the others answer nothing. */
export const mockModelsApi = createApiMock(organizationModelsApiRef, () => ({
  getStatus: jest.fn(),
  listModels: jest.fn(),
  listWorkloads: jest.fn(),
  createModel: jest.fn(),
  planModel: jest.fn(),
  getModel: jest.fn(),
  updateModel: jest.fn(),
  planUpdate: jest.fn(),
  deleteModel: jest.fn(),
  getHistory: jest.fn(),
  getManifests: jest.fn(),
  getPods: jest.fn(),
  getEvents: jest.fn(),
}));

import type { OrganizationModelsApi } from '../api/organizationModelsApiRef';

/** A client with the given methods; calling another one fails the test. */
export function fakeModelsApi(
  methods: Partial<OrganizationModelsApi>,
): OrganizationModelsApi {
  const unexpected = (name: string) => async () => {
    throw new Error(`Unexpected call of ${name}`);
  };
  return {
    getStatus: unexpected('getStatus'),
    getOrganizations: unexpected('getOrganizations'),
    getQuota: unexpected('getQuota'),
    updateQuota: unexpected('updateQuota'),
    listModels: unexpected('listModels'),
    listWorkloads: unexpected('listWorkloads'),
    createModel: unexpected('createModel'),
    planModel: unexpected('planModel'),
    getModel: unexpected('getModel'),
    updateModel: unexpected('updateModel'),
    planUpdate: unexpected('planUpdate'),
    refreshModel: unexpected('refreshModel'),
    planRefresh: unexpected('planRefresh'),
    planDeletion: unexpected('planDeletion'),
    adoptWorkload: unexpected('adoptWorkload'),
    planAdoption: unexpected('planAdoption'),
    releaseModel: unexpected('releaseModel'),
    planRelease: unexpected('planRelease'),
    transferModel: unexpected('transferModel'),
    planTransfer: unexpected('planTransfer'),
    pauseHealing: unexpected('pauseHealing'),
    resumeHealing: unexpected('resumeHealing'),
    deleteModel: unexpected('deleteModel'),
    forgetModel: unexpected('forgetModel'),
    waitForModel: unexpected('waitForModel'),
    watchModel: unexpected('watchModel'),
    rollbackModel: unexpected('rollbackModel'),
    planRollback: unexpected('planRollback'),
    getHistory: unexpected('getHistory'),
    getGeneration: unexpected('getGeneration'),
    getManifests: unexpected('getManifests'),
    getPods: unexpected('getPods'),
    getDiagnosis: unexpected('getDiagnosis'),
    getEvents: unexpected('getEvents'),
    getLogs: unexpected('getLogs'),
    getMetrics: unexpected('getMetrics'),
    getLoads: unexpected('getLoads'),
    callModel: unexpected('callModel'),
    listTokens: unexpected('listTokens'),
    putToken: unexpected('putToken'),
    deleteToken: unexpected('deleteToken'),
    listKeys: unexpected('listKeys'),
    createKey: unexpected('createKey'),
    deleteKey: unexpected('deleteKey'),
    getUsage: unexpected('getUsage'),
    getOpenAiUrl: unexpected('getOpenAiUrl'),
    ...methods,
  };
}

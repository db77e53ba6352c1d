/** A configured cluster that does not answer. */
export const CLUSTER_AWAY = {
  name: 'test',
  url: 'https://127.0.0.1:9',
  serviceAccountToken: 'x',
};

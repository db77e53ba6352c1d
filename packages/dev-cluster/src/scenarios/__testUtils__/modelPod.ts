import { V1Container, V1Pod } from '@kubernetes/client-node';

/** A model's pod, as short as the scenarios need it. */
export function modelPod(
  name: string,
  {
    scenario,
    container = {},
    ...rest
  }: {
    /** Named by the image, as users of the REST API do it. */
    scenario?: string;
    container?: Partial<V1Container>;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    spec?: Partial<V1Pod['spec']>;
  } = {},
): V1Pod {
  const probe = { httpGet: { path: '/health', port: 8000 } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      annotations: rest.annotations,
      labels: { 'model.aibrix.ai/name': name, ...rest.labels },
    },
    spec: {
      containers: [
        {
          name: 'vllm',
          image: `example.com/vllm/vllm-openai:v0.32.0${
            scenario ? `-scenario-${scenario}` : ''
          }`,
          terminationMessagePolicy: 'FallbackToLogsOnError',
          startupProbe: probe,
          readinessProbe: probe,
          ...container,
        },
      ],
      ...rest.spec,
    },
  };
}

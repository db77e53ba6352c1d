/*
 * A stand-in of AIBrix's model router: what it writes for one workload. Built from the same labels by the same
 * rules, so that what they do not cover (a changed port, a second model of that name) shows here too.
 */
import { KubernetesObject } from '@kubernetes/client-node';
import { GATEWAY } from './operands';

/** A workload with the label `model.aibrix.ai/name`. */
export interface ModelWorkload {
  readonly model: string;
  readonly namespace: string;
  readonly port: number;
  readonly customPaths: readonly string[];
}

const PATHS = [
  '/v1/completions',
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/messages',
  '/v1/embeddings',
  '/v1/rerank',
  '/v1/classify',
  '/generate',
  '/generatevideo',
  '/v1/audio/transcriptions',
  '/v1/audio/translations',
];

/** Port of the Service where the workload names none. */
const DEFAULT_PORT = 8000;

/** Reads the labels; `undefined` for a workload that is no model. */
export function toModelWorkload({
  metadata,
}: KubernetesObject): ModelWorkload | undefined {
  const model = metadata?.labels?.['model.aibrix.ai/name'];
  if (!model || !metadata?.namespace) {
    return undefined;
  }
  const port = Number(metadata.labels?.['model.aibrix.ai/port']);
  const custom =
    metadata.annotations?.['model.aibrix.ai/model-router-custom-paths'] ?? '';
  const customPaths = custom.replace(/ /g, '').split(',').filter(Boolean);
  return {
    model,
    namespace: metadata.namespace,
    port: Number.isInteger(port) && port > 0 ? port : DEFAULT_PORT,
    customPaths: [...new Set(customPaths)],
  };
}

export function modelRouteName(model: string): string {
  return `${model}-router`;
}

export function referenceGrantName(namespace: string): string {
  return `${GATEWAY.namespace}-reserved-referencegrant-in-${namespace}`;
}

export function buildModelRoute(workload: ModelWorkload): KubernetesObject {
  const { model, namespace, port, customPaths } = workload;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: modelRouteName(model), namespace: GATEWAY.namespace },
    spec: {
      parentRefs: [GATEWAY],
      rules: [
        {
          matches: [...PATHS, ...customPaths].map(value => ({
            path: { type: 'PathPrefix', value },
            headers: [{ type: 'Exact', name: 'model', value: model }],
          })),
          backendRefs: [{ name: model, namespace, port }],
          timeouts: { request: '120s' },
        },
      ],
    },
  } as KubernetesObject;
}

export function buildReferenceGrant(namespace: string): KubernetesObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: referenceGrantName(namespace), namespace },
    spec: {
      from: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'HTTPRoute',
          namespace: GATEWAY.namespace,
        },
      ],
      to: [{ group: '', kind: 'Service' }],
    },
  } as KubernetesObject;
}

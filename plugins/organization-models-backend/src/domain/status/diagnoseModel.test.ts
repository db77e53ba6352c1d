import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import {
  aContainer,
  ago,
  anObservedModel,
  aPod,
  aReadyPod,
  NOW,
} from '../__testUtils__/observedFacts';
import { DEFAULT_GPU_CONFIG } from '../gpus/gpuConfig';
import type { StoredModel } from '../facts/StoredModel';
import { diagnoseModel } from './diagnoseModel';

const LOG = {
  generation: 1,
  pod: 'qwen-gone',
  container: 'vllm',
  endedAt: ago(100),
  exitCode: 1,
  reason: 'Error',
  lines: [
    "ValueError: To serve at least one request with the model's max seq len (131072), (16.00 GiB KV cache is needed, which is larger than the available KV cache memory (3.98 GiB). Based on the available memory, the estimated maximum model length is 32640.",
  ],
};

function diagnose(
  changes: Partial<StoredModel>,
  pods = [aPod()],
  logs = [LOG],
) {
  const model = buildStoredModel({
    id: 'mdl_1',
    generation: 1,
    observedGeneration: 1,
    ...changes,
  });
  return diagnoseModel(model, {
    observed: anObservedModel({ pods }),
    logs,
    nodes: [],
    gpus: DEFAULT_GPU_CONFIG,
    now: NOW,
  });
}

const FAILED = {
  status: 'failed' as const,
  statusReason: { code: 'ContextTooLong', message: 'It does not fit.' },
};

describe('diagnoseModel', () => {
  it('has no findings for a model that serves', () => {
    const { findings, timeline } = diagnose({ status: 'running' }, [
      aReadyPod(),
    ]);
    expect(findings).toEqual([]);
    expect(timeline.at(-1)).toMatchObject({ phase: 'ready', state: 'done' });
  });

  it('proves a failure by what is kept when its pod is gone, and offers a fix', () => {
    const { findings } = diagnose(FAILED);
    expect(findings.map(({ code }) => code)).toEqual([
      'ContextTooLong',
      'Loading',
    ]);
    expect(findings[0]).toMatchObject({
      severity: 'failure',
      message: 'It does not fit.',
      evidence: [
        { source: 'log', object: 'Pod/qwen-gone', text: LOG.lines[0] },
      ],
      fix: { body: { deployment_config: { max_model_len: 31744 } } },
    });
    expect(findings[0]).not.toHaveProperty('found');
  });

  it('takes no proof from the log of an earlier spec', () => {
    const older = { ...LOG, generation: 0 };
    expect(diagnose(FAILED, [aPod()], [older]).findings[0]).toMatchObject({
      code: 'ContextTooLong',
      evidence: [],
    });
  });

  it('proves a crash by the log of its own pod', () => {
    const ending = { exitCode: 1, startedAt: ago(200), finishedAt: ago(100) };
    const pod = aPod({
      containers: [aContainer({ restarts: 2, terminated: ending })],
    });
    const own = { ...LOG, pod: pod.name };
    const { findings } = diagnose({ status: 'creating' }, [pod], [own]);
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'ContextTooLong',
        message: expect.stringContaining('32640 tokens would'),
      }),
    ]);
  });

  it('says why nothing could be applied', () => {
    const { findings } = diagnose(
      {
        status: 'pending',
        statusReason: {
          code: 'Forbidden',
          message: 'admission webhook "a" denied it',
        },
      },
      [],
      [],
    );
    expect(findings).toEqual([
      expect.objectContaining({ code: 'Forbidden', concern: 'apply' }),
    ]);
  });
});

describe('an autoscaler', () => {
  const scaled = (targetMetric: string, image = 'vllm/vllm-openai:v0.32.0') => {
    const { resolved } = buildStoredModel({ id: 'mdl_1' });
    return diagnose(
      {
        status: 'running',
        resolved: {
          ...resolved,
          image,
          scaling: {
            mode: 'autoscaled',
            minReplicas: 1,
            maxReplicas: 4,
            targetMetric,
            targetValue: '50',
            scaleDownDelay: '3m',
          },
        },
      },
      [aReadyPod()],
    ).findings;
  };

  it('is told the new name of a metric that the version calls something else', () => {
    expect(scaled('gpu_cache_usage_perc')).toMatchObject([
      {
        code: 'ScalingMetricRenamed',
        evidence: [{ text: 'targetMetric: gpu_cache_usage_perc' }],
        fix: {
          body: {
            deployment_config: {
              autoscaling_config: { target_metric: 'kv_cache_usage_perc' },
            },
          },
        },
      },
    ]);
  });

  it('is left alone where metric and version are well, or not known', () => {
    expect(scaled('num_requests_running')).toEqual([]);
    expect(scaled('gpu_cache_usage_perc', 'acme/own:latest')).toEqual([]);
  });
});

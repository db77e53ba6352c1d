import type { V1Container, V1DeploymentSpec } from '@kubernetes/client-node';
import type { DesiredContext } from '../../facts/ResolvedModel';
import { GOLDEN_CONTEXTS } from '../__fixtures__/contexts';
import { buildManifests } from '../buildManifests';

describe('the container that gets the files of a model', () => {
  const CONTEXT = GOLDEN_CONTEXTS['own-claim-and-token'];

  const podOf = (context: DesiredContext) => {
    const deployment = buildManifests(context).find(
      ({ kind }) => kind === 'Deployment',
    );
    return (deployment!.spec as V1DeploymentSpec).template.spec!;
  };
  const namesOf = ({ env = [] }: V1Container) => env.map(({ name }) => name);

  it('has the token, which an engine that is offline has not', () => {
    const { initContainers = [], containers } = podOf(CONTEXT);
    const [weights] = initContainers;
    const [engine] = containers;
    expect(namesOf(weights)).toContain('HF_TOKEN');
    expect(namesOf(weights)).not.toContain('HF_HUB_OFFLINE');
    expect(namesOf(engine)).not.toContain('HF_TOKEN');
    expect(namesOf(engine)).toContain('HF_HUB_OFFLINE');
    expect(weights.volumeMounts).toEqual(engine.volumeMounts);
  });

  it('leaves both to an engine that needs more of the hub', () => {
    const { weights } = CONTEXT.resolved;
    const { containers } = podOf({
      ...CONTEXT,
      resolved: {
        ...CONTEXT.resolved,
        weights: { ...weights!, offline: false },
      },
    });
    expect(namesOf(containers[0])).toContain('HF_TOKEN');
    expect(namesOf(containers[0])).not.toContain('HF_HUB_OFFLINE');
  });

  it('asks for no GPU, and for no more than the engine', () => {
    const { initContainers = [], containers } = podOf(CONTEXT);
    const { requests = {}, limits } = containers[0].resources!;
    const { 'nvidia.com/gpu': gpus, ...rest } = requests;
    expect(gpus).toBe('1');
    expect(initContainers[0].resources).toEqual({
      requests: rest,
      limits: { memory: limits!.memory },
    });
    expect(initContainers[0].env).toContainEqual({
      name: 'NVIDIA_VISIBLE_DEVICES',
      value: 'void',
    });
  });

  it.each(['HF_HUB_OFFLINE', 'VLLM_USE_MODELSCOPE'])(
    'is not there where %s says that files come from elsewhere',
    name => {
      const podSettings = {
        ...CONTEXT.podSettings,
        env: [{ name, value: '1' }],
      };
      const { initContainers, containers } = podOf({ ...CONTEXT, podSettings });
      expect(initContainers).toBeUndefined();
      expect(namesOf(containers[0])).toContain('HF_TOKEN');
    },
  );
});

import { resolveScaling, warnOfScaling } from './resolveScaling';

const doubtsOf = (deployment_config: object) => {
  const spec = { name: 'm', model_type: 'chat', deployment_config } as never;
  const scaling = resolveScaling(spec);
  return warnOfScaling(spec, { scaling }).map(({ code }) => code);
};

describe('warnOfScaling', () => {
  it.each<[object, string[]]>([
    [{}, []],
    [{ autoscaling_config: {} }, []],
    [{ autoscaling_config: { max_replicas: 3 } }, ['AutoscalingIsOff']],
    [
      { enable_autoscaling: false, autoscaling_config: { max_replicas: 3 } },
      ['AutoscalingIsOff'],
    ],
    [{ enable_autoscaling: true }, ['ScaleDownDelayIsWeak']],
  ])('of %j', (config, codes) => {
    expect(doubtsOf(config)).toEqual(codes);
  });
});

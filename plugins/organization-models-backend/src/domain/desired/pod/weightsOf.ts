import type { DesiredContext } from '../../facts/ResolvedModel';
import type { WeightsPlan } from '../../facts/WeightsPlan';

/** With these, files come from elsewhere, or from nowhere. */
const ELSEWHERE =
  /^(HF_HUB_OFFLINE|TRANSFORMERS_OFFLINE|(VLLM|SGLANG)_USE_MODELSCOPE)$/;

/** The plan of the generation, unless variables say that it cannot be. */
export function weightsOf({
  podSettings,
  resolved,
  spec,
}: DesiredContext): WeightsPlan | undefined {
  const given = [
    ...podSettings.env,
    ...(spec.deployment_config?.extra_env ?? []),
  ];
  const isElsewhere = given.some(({ name }) => ELSEWHERE.test(name));
  return isElsewhere ? undefined : resolved.weights;
}

import { findScalingDoubts } from '../findScalingDoubts';
import { Assess, fails, holds, unknown } from './Assessment';

// AIBrix's ScalingActive means "is scaling just now", and says nothing of health
const HEALTH = ['ValidSpec', 'MultiPodAutoscalerConflict', 'AbleToScale'];

/** Whether the autoscaler can do its work, for autoscaled models. */
export const assessAutoscaler: Assess = facts => {
  const { resolved, observed, desiredState } = facts;
  if (resolved.scaling.mode !== 'autoscaled') {
    return undefined;
  }
  if (desiredState === 'stopped') {
    return fails('Stopped', 'The autoscaler leaves a stopped model alone.');
  }
  const { podAutoscaler } = observed;
  if (!podAutoscaler) {
    return fails('AutoscalerMissing', 'The PodAutoscaler is not there.');
  }
  const conditions = podAutoscaler.conditions.filter(({ type }) =>
    HEALTH.includes(type),
  );
  const bad = conditions.find(({ status }) => status === 'False');
  if (bad) {
    return fails(
      bad.reason || bad.type,
      bad.message || `AIBrix says ${bad.type}: False.`,
    );
  }
  const [doubt] = findScalingDoubts(facts);
  if (doubt) {
    return fails(doubt.code, doubt.message);
  }
  return conditions.length > 0
    ? holds('Active', 'The autoscaler follows its metric.')
    : unknown('NotObserved', 'AIBrix has not looked at the PodAutoscaler yet.');
};

import { Assess, fails } from './Assessment';

/** That nothing is set back for a while; there is none otherwise. */
export const assessHealing: Assess = ({ healingPaused }) => {
  if (!healingPaused) {
    return undefined;
  }
  const { until, leftAlone } = healingPaused;
  const differing =
    leftAlone.length > 0 ? ` By now: ${leftAlone.join(', ')}.` : '';
  return fails(
    'Paused',
    `What others change is not set back until ${until}.${differing}`,
  );
};

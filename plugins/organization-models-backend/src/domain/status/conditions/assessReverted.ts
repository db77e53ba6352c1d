import { Assess, fails } from './Assessment';

/** That a newer generation failed and was taken back; there is none otherwise. */
export const assessReverted: Assess = ({ reverted }) =>
  reverted === undefined ? undefined : fails('RolledBack', reverted);

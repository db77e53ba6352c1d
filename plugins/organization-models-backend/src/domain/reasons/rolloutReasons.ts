import type { Reason } from './Reason';

/** Where a rollout stands, by what its Deployment says. */
export const ROLLOUT_REASONS = {
  ProgressDeadlineExceeded: {
    concern: 'rollout',
    severity: 'failure',
    sentence: 'The pods did not become ready in time.',
    hint: 'See the log; if the model only needs longer to load, raise initial_delay_seconds.',
    seen: '`ProgressDeadlineExceeded`',
  },
} satisfies Record<string, Reason>;

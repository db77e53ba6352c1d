/**
 * Tells what happens and how long it took: one line when a step ends, and one before it when it is long.
 * @param {NodeJS.WritableStream} output
 */
export function createSteps(output) {
  return {
    /** Runs a step. `announce` is said before it; a step that took less than `quietBelowMs` is not told at all. */
    async run(title, step, { announce, quietBelowMs = 0 } = {}) {
      if (announce) {
        output.write(`  … ${announce}\n`);
      }
      const startedAt = performance.now();
      const result = await step();
      const duration = performance.now() - startedAt;
      if (duration >= quietBelowMs) {
        output.write(`  ✓ ${title} (${formatDuration(duration)})\n`);
      }
      return result;
    },
    note(text) {
      output.write(`  ${text}\n`);
    },
  };
}

/** @param {number} milliseconds */
export function formatDuration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60
    ? `${whole} s`
    : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

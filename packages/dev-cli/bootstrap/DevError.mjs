/** Trouble that the user can mend. Its message is one sentence that says what is wrong and what to do. */
export class DevError extends Error {
  name = 'DevError';
}

const CHOICES = new Intl.ListFormat('en', { type: 'disjunction' });

/** What would be allowed, as the end of a sentence. */
export function describeAllowed(allowed: string[]): string {
  return allowed.length > 0
    ? `allowed is ${listChoices(allowed)}`
    : 'leave it out';
}

/** For instance `a, b, or c`. */
export function listChoices(choices: string[]): string {
  return CHOICES.format(choices);
}

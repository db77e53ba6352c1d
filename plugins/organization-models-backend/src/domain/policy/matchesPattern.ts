/** Whether one of the patterns is the text, or `*` and how it begins. */
export function matchesAny(text: string, patterns: string[]): boolean {
  return patterns.some(pattern =>
    pattern.endsWith('*')
      ? text.startsWith(pattern.slice(0, -1))
      : text === pattern,
  );
}

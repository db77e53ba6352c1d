/** What the API lets follow a name stands alone here: it begins large. */
export function toSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

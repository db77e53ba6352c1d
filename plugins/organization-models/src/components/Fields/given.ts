/** What a field has in it; an empty one leaves it to the API. */
export function given(text: string): string | undefined {
  return text.trim() || undefined;
}

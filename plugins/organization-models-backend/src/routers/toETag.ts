/** A model's generation, for `If-Match`. */
export function toETag({ generation }: { generation: number }): string {
  return `"${generation}"`;
}

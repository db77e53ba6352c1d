const BEGIN = '<!-- generated: begin -->';
const END = '<!-- generated: end -->';

/**
 * Puts what is generated between the two comments of a document that people write.
 *
 * @throws Error when the document has no place for it
 */
export function replaceGenerated(document: string, generated: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`The document lacks ${BEGIN} … ${END}`);
  }
  return `${document.slice(
    0,
    begin + BEGIN.length,
  )}\n\n${generated}\n\n${document.slice(end)}`;
}

/** A request of a document, and what it is said to answer. */
export type Example = {
  /** The command, as it is written. */
  command: string;
  /** Line of the document, from 1. */
  line: number;
  status: number;
  headers: [string, string][];
  body?: unknown;
};

const EXAMPLE = /^```bash\n(curl [^]*?)\n```\n\n```http\n([^]*?)\n```$/gm;

/** The examples of a Markdown text: a `bash` block with curl, then an `http` block. */
export function readExamples(markdown: string): Example[] {
  return [...markdown.matchAll(EXAMPLE)].map(match => {
    const [head, ...body] = match[2].split('\n\n');
    const [status, ...headers] = head.split('\n');
    return {
      command: match[1],
      line: markdown.slice(0, match.index).split('\n').length,
      status: Number(status.split(' ')[1]),
      headers: headers.map(header => {
        const colon = header.indexOf(':');
        return [header.slice(0, colon), header.slice(colon + 1).trim()];
      }),
      body: body.length > 0 ? JSON.parse(body.join('\n\n')) : undefined,
    };
  });
}

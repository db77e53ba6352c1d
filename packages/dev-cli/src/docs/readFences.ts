/** A fenced block of a Markdown document. */
export interface Fence {
  document: string;
  /** Where it begins, from 1. */
  line: number;
  /** Empty where it says none. */
  language: string;
  text: string;
  /** Of the section that it stands in. */
  heading: string;
}

/** Finds the fenced blocks of a document. */
export function readFences(document: string, markdown: string): Fence[] {
  const fences: Fence[] = [];
  let heading = '';
  let open: Fence | undefined;
  markdown.split('\n').forEach((line, index) => {
    const language = /^```(\w*)/.exec(line)?.[1];
    if (open && line === '```') {
      fences.push(open);
      open = undefined;
    } else if (open) {
      open.text += `${line}\n`;
    } else if (language !== undefined) {
      open = { document, line: index + 1, language, text: '', heading };
    } else {
      heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    }
  });
  return fences;
}

/** The commands of a block of a shell, without comments, each on one line. */
export function readCommands({ text }: Fence): string[] {
  return text
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(Boolean);
}

/** Something that an installation guide has its reader do. */
export type InstallBlock =
  | { kind: 'command'; text: string }
  /** TypeScript for a file, such as `packages/backend/src/index.ts`. */
  | { kind: 'code'; file: string; text: string }
  | { kind: 'config'; file: string; text: string };

/** One numbered section of the guide. */
export interface InstallStep {
  title: string;
  blocks: InstallBlock[];
}

/**
 * Reads the numbered steps of docs/install.md: the sections `### 1. Title`, in each the fenced blocks. A block of bash
 * is a command; the first line of any other is a comment that begins with the file it belongs to.
 */
export function readInstallSteps(markdown: string): InstallStep[] {
  const sections = markdown.split(/^#{2,3} /m);
  return sections
    .filter(section => /^\d+\. /.test(section))
    .map(section => ({
      title: section.slice(0, section.indexOf('\n')),
      blocks: [...section.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(
        ([, language, text]) => toBlock(language, text),
      ),
    }));
}

function toBlock(language: string, text: string): InstallBlock {
  if (language === 'bash') {
    return { kind: 'command', text };
  }
  const file = /^(?:\/\/|#) ([^\s,]+)/.exec(text)?.[1];
  if (!file) {
    throw new Error(`A block of ${language} does not say its file:\n${text}`);
  }
  return { kind: language === 'yaml' ? 'config' : 'code', file, text };
}

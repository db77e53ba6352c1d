import { linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cleanText } from '../../../domain/logs/cleanText';

/** What the containers of a pod wrote, also once the pod and its folder are gone. */
export class KeptLogs {
  readonly #files: { container: string; file: string }[];

  /** @param node - the folder of the node on which the pod runs */
  constructor(node: string, podUid: string) {
    const folder = path.join(node, 'pods', podUid, 'logs');
    const kept = path.join(node, `kept-${podUid}`);
    mkdirSync(kept);
    this.#files = readdirSync(folder)
      .map(name => {
        const [, container, run] = /^(.*)-(\d+)\.log$/.exec(name)!;
        const file = path.join(kept, name);
        linkSync(path.join(folder, name), file);
        return { container, file, run: Number(run) };
      })
      .sort((a, b) => a.run - b.run);
  }

  /** Of all runs, as people may see them. */
  linesOf(container: string): string[] {
    return this.#files
      .filter(each => each.container === container)
      .flatMap(({ file }) => readFileSync(file, 'utf8').split('\n'))
      .filter(line => line !== '')
      .map(line => cleanText(line.replace(/^\S+ \S+ \S /, '')));
  }
}

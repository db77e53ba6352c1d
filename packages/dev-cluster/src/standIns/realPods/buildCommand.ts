import { V1Container } from '@kubernetes/client-node';

/** A process, as it is started. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What of the manifest means something else on this machine. */
export interface Surroundings {
  /** Variables of the image. */
  readonly image: Readonly<Record<string, string>>;
  /** The container's own variables, those from Secrets too. */
  readonly own: Readonly<Record<string, string>>;
  /** Folders by the path at which the container has them. */
  readonly folders: Readonly<Record<string, string>>;
  /** Where the engine is to listen. */
  readonly port?: number;
}

/** The entrypoint of vLLM's images. */
const ENTRYPOINT = ['vllm', 'serve'];
const SHELL = /(^|\/)(ba|da)?sh$/;
const SERVERS = /(^|\/)vllm$|^vllm\.entrypoints\./;

/** Command, arguments and variables of a container, as a process of this machine. */
export function buildCommand(
  { command = ENTRYPOINT, args = [] }: Pick<V1Container, 'command' | 'args'>,
  { image, own, folders, port }: Surroundings,
): Command {
  const variables = { ...image, ...own };
  const local = (text: string) => toLocal(text, folders);
  const words = [...command, ...args].map(word =>
    local(expand(word, variables)),
  );
  const [program, ...rest] = listenAt(port, words);
  return {
    program,
    args: rest,
    env: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, local(value)]),
    ),
  };
}

/**
 * The command of a hook, which runs beside that of its container: where it asks the container itself, it asks this
 * machine. Variables are not filled in, as Kubernetes does not either.
 *
 * @param options - `ports`: of the container, all of which lead to the one that it was given
 */
export function buildHook(
  words: readonly string[],
  options: Pick<Surroundings, 'folders' | 'port'> & {
    env: Command['env'];
    ports: readonly number[];
  },
): Command {
  const { folders, port, env, ports } = options;
  const itself = new RegExp(
    `\\b(localhost|127\\.0\\.0\\.1):(?:${ports.join('|')})\\b`,
    'g',
  );
  const [program, ...args] = words.map(word =>
    toLocal(port ? word.replace(itself, `$1:${port}`) : word, folders),
  );
  return { program, args, env };
}

/** Kubernetes fills `$(NAME)`, and leaves what it does not know; `$$(NAME)` is no variable. */
export function expand(
  text: string,
  variables: Readonly<Record<string, string>>,
): string {
  return text.replace(
    /\$\$|\$\(([A-Za-z_][\w.-]*)\)/g,
    (written, name?: string) =>
      name === undefined ? '$' : variables[name] ?? written,
  );
}

// Only where the path stands by itself: /models, but not /models2 or /x/models
function toLocal(
  text: string,
  folders: Readonly<Record<string, string>>,
): string {
  return Object.entries(folders)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((changed, [inside, folder]) => {
      const path = inside.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const alone = new RegExp(`(?<![\\w./-])${path}(?=$|[/\\s:"',;])`, 'g');
      return changed.replace(alone, () => folder);
    }, text);
}

// The last of equal options counts
function listenAt(
  port: number | undefined,
  words: readonly string[],
): string[] {
  const options = ['--host', '127.0.0.1', '--port', String(port)];
  if (port === undefined) {
    return [...words];
  }
  if (words.slice(0, 3).some(word => SERVERS.test(word))) {
    return [...words, ...options];
  }
  const isShell = SHELL.test(words[0]);
  return words.map((word, index) =>
    isShell && isScript(words, index) && endsInServer(word)
      ? `${word.trimEnd()} ${options.join(' ')}`
      : word,
  );
}

function isScript(words: readonly string[], index: number): boolean {
  return index > 0 && /^-[a-z]*c$/.test(words[index - 1]);
}

function endsInServer(script: string): boolean {
  const last = script
    .trimEnd()
    .replaceAll('\\\n', ' ')
    .split(/&&|\|\||[;\n]/)
    .at(-1)!;
  return last.split(/\s+/).some(word => SERVERS.test(word));
}

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
const SERVERS = /(^|\/)vllm$|^vllm\.entrypoints\./;

/** Command, arguments and variables of a container, as a process of this machine. */
export function buildCommand(
  { command = ENTRYPOINT, args = [] }: Pick<V1Container, 'command' | 'args'>,
  { image, own, folders, port }: Surroundings,
): Command {
  const variables = { ...image, ...own };
  const local = (text: string) => toLocal(text, folders);
  const [program, ...rest] = [...command, ...args].map(word =>
    local(expand(word, variables)),
  );
  return {
    program,
    args: [...rest, ...listenAt(port, [program, ...rest])],
    env: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, local(value)]),
    ),
  };
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

// The last of equal options counts. A script may start the engine in its own
// way, which then listens where the manifest says
function listenAt(
  port: number | undefined,
  words: readonly string[],
): string[] {
  const isServer = words.slice(0, 3).some(word => SERVERS.test(word));
  return port && isServer
    ? ['--host', '127.0.0.1', '--port', String(port)]
    : [];
}

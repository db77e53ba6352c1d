import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readInstallSteps } from './readInstallSteps';

describe('readInstallSteps', () => {
  it('reads the blocks of numbered sections and of no others', () => {
    const guide = [
      '## Before\n```bash\nnever\n```',
      '### 1. The backend\nText.\n```bash\nyarn add x\n```',
      '```ts\n// src/index.ts, before the end\nadd();\n```',
      '### 2. Settings\n```yaml\n# app-config.yaml\na: 1\n```',
      '### After\n```bash\nnever\n```',
    ].join('\n\n');
    expect(readInstallSteps(guide)).toEqual([
      {
        title: '1. The backend',
        blocks: [
          { kind: 'command', text: 'yarn add x\n' },
          {
            kind: 'code',
            file: 'src/index.ts',
            text: '// src/index.ts, before the end\nadd();\n',
          },
        ],
      },
      {
        title: '2. Settings',
        blocks: [
          {
            kind: 'config',
            file: 'app-config.yaml',
            text: '# app-config.yaml\na: 1\n',
          },
        ],
      },
    ]);
  });

  it('refuses a block of which nobody knows where it goes', () => {
    expect(() => readInstallSteps('### 1. x\n```ts\nadd();\n```')).toThrow(
      /does not say its file/,
    );
  });

  it('finds packages, a cluster and a model in the guide of this project', () => {
    const guide = path.resolve(__dirname, '../../../../docs/install.md');
    const steps = readInstallSteps(readFileSync(guide, 'utf8'));
    expect(
      steps.map(({ blocks }) => blocks.map(({ kind }) => kind).join(' ')),
    ).toEqual([
      'command code',
      'command',
      'command command config',
      'command command command',
    ]);
  });
});

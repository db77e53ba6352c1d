import '@testing-library/jest-dom';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { render, screen } from '@testing-library/react';
import App from './__testUtils__/App';

const read = (file: string) =>
  readFileSync(path.join(__dirname, '../../../..', file), 'utf8');

const CONFIG = {
  context: 'test',
  data: {
    app: { title: 'Test', baseUrl: 'http://localhost' },
    backend: { baseUrl: 'http://localhost:7007' },
  },
};

jest.setTimeout(30_000);

describe('a legacy app, as docs/install.md turns it', () => {
  it('is made of the lines that are documented', () => {
    const [, documented] = /```tsx\n\/\/ packages\/app.*\n([^]*?)```/.exec(
      read('docs/install.md'),
    )!;
    const [imports, ...code] = documented.trim().split('\n\n');
    const app = read('packages/app/src/legacy/__testUtils__/App.tsx');
    expect(app).toContain(imports);
    expect(app.trim().endsWith(code.join('\n\n'))).toBe(true);
  });

  it('has the packages that are to be added', () => {
    const [, added] = /add (@backstage\/frontend-defaults.*)/.exec(
      read('docs/install.md'),
    )!;
    const { dependencies, devDependencies } = JSON.parse(
      read('packages/app/package.json'),
    );
    const own: Record<string, string> = { ...dependencies, ...devDependencies };
    for (const wanted of added.split(' ')) {
      const [, name, range] = /^(@[^@]+)@(.*)$/.exec(wanted)!;
      expect(`${name}@${own[name]}`).toBe(`${name}@${range}`);
    }
  });

  it('shows the pages of models', async () => {
    // Whatever is put into the real one becomes a text
    process.env = { NODE_ENV: 'test', APP_CONFIG: [CONFIG] as never };
    window.history.pushState({}, '', '/organization-models');
    render(App);
    expect(
      await screen.findByRole(
        'heading',
        { name: 'AI models' },
        { timeout: 20_000 },
      ),
    ).toBeInTheDocument();
  });
});

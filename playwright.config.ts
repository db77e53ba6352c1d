import { defineConfig } from '@playwright/test';

/**
 * Browser tests of the portal. `./dev test e2e` starts a portal for them; without PORTAL_URL they use the one of
 * `./dev up`.
 */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  outputDir: '.dev/test/browser',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: process.env.PORTAL_URL ?? 'http://localhost:3000',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'light',
      testIgnore: '**/installed/**',
      use: { colorScheme: 'light' },
    },
    {
      name: 'dark',
      testIgnore: '**/installed/**',
      use: { colorScheme: 'dark' },
    },
    // A portal that is not ours, with the packed packages in it: `./dev test install`
    { name: 'installed', testMatch: '**/installed/**' },
  ],
});

import { expect, test } from '@playwright/test';
import { signIn } from './signIn';
import { takeScreenshot } from './takeScreenshot';

test('a model is deployed, runs, is stopped, started and deleted', async ({
  page,
}, testInfo) => {
  const name = `qwen3-${testInfo.project.name}`;
  await signIn(page, { user: 'acme-engineer' });
  await page.getByRole('link', { name: 'AI models' }).click();
  // Where no model is there yet, the list has a link of its own besides
  await page.getByRole('link', { name: 'Deploy a model' }).click();
  await page
    .getByRole('textbox', { name: /Hugging Face/ })
    .first()
    .fill('Qwen/Qwen3-0.6B');
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await expect(page.getByRole('list', { name: 'Objects' })).toContainText(
    'Deployment',
  );
  await takeScreenshot(page, 'new-model', testInfo);

  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('Running').first()).toBeVisible({
    timeout: 40_000,
  });
  await takeScreenshot(page, 'model', testInfo);
  await page.getByRole('tab', { name: 'Pods' }).click();
  await expect(
    page.getByText(new RegExp(`${name}-\\w+`)).first(),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText('The model was created')).toBeVisible();

  await page.getByRole('tab', { name: 'Playground' }).click();
  await page
    .getByRole('textbox', { name: 'Message', exact: true })
    .fill('Name the capital of France.');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('listitem', { name: 'The model', exact: true }),
  ).toHaveText(/\w/, { timeout: 30_000 });
  await expect(page.getByText(/First token after/)).toBeVisible({
    timeout: 30_000,
  });
  await takeScreenshot(page, 'playground', testInfo);

  await page.getByRole('tab', { name: 'Logs' }).click();
  await expect(
    page.getByText(/Application startup complete/).first(),
  ).toBeVisible({ timeout: 20_000 });
  await takeScreenshot(page, 'logs', testInfo);

  await page.getByRole('tab', { name: 'Access' }).click();
  await expect(page.getByText(/\/openai\/v1\/chat\/completions/)).toBeVisible();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByText('Copy the key now')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible();
  await takeScreenshot(page, 'access', testInfo);

  await page.getByRole('tab', { name: 'Metrics' }).click();
  await expect(
    page.getByRole('heading', { name: 'Requests', exact: true }),
  ).toBeVisible();
  await takeScreenshot(page, 'metrics', testInfo);

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Stopped').first()).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Running').first()).toBeVisible({
    timeout: 40_000,
  });

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Delete/ }).click();
  await expect(page.getByText(/was deleted/)).toBeVisible({ timeout: 30_000 });
});

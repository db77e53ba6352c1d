import { expect, test } from '@playwright/test';
import { signIn } from './signIn';
import { takeScreenshot } from './takeScreenshot';

test('a model is deployed, runs, is stopped, started and deleted', async ({
  page,
}, testInfo) => {
  const name = `qwen3-${testInfo.project.name}`;
  await signIn(page, { user: 'acme-engineer' });
  await page.getByRole('link', { name: 'AI models' }).click();
  await page
    .getByRole('link', { name: /^Deploy (a|your first) model$/ })
    .click();
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

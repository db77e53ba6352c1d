import { expect, test } from '@playwright/test';

test('a guest finds the model that was deployed, running', async ({ page }) => {
  const name = process.env.MODEL_NAME!;
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('link', { name: 'AI models' }).first().click();
  await page.getByRole('rowheader', { name, exact: true }).click();
  await expect(page.getByText('Running').first()).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('tab', { name: 'Pods' }).click();
  await expect(
    page.getByText(new RegExp(`^${name}-\\w+`)).first(),
  ).toBeVisible();
});

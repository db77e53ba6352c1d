import { expect, test } from '@playwright/test';

test('a guest signs in and sees what the cluster offers', async ({ page }, {
  project,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'guest' }).click();
  await page.getByRole('link', { name: 'AI models' }).click();

  await expect(page.getByRole('heading', { name: 'AI models' })).toBeVisible();
  await expect(page.getByText(/H100/).first()).toBeVisible();
  await page.screenshot({
    path: `.dev/test/screenshots/ai-models-${project.name}.png`,
    fullPage: true,
  });
});

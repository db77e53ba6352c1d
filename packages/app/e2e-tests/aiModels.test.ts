import { expect, test } from '@playwright/test';
import { signIn } from './signIn';
import { takeScreenshot } from './takeScreenshot';

test('a guest finds the AI models and whether the cluster can serve them', async ({
  page,
}, testInfo) => {
  await signIn(page, { user: 'guest' });
  await page.getByRole('link', { name: 'AI models' }).click();
  await expect(
    page.getByRole('heading', { name: 'Models', exact: true }),
  ).toBeVisible();
  await expect(page.getByText('No models yet')).toBeVisible();
  await takeScreenshot(page, 'models', testInfo);

  await page.getByRole('tab', { name: 'Cluster' }).click();
  await expect(page.getByText('NVIDIA-H100').first()).toBeVisible();
  await expect(page.getByRole('meter', { name: 'GPUs used' })).toHaveAttribute(
    'aria-valuemax',
    '16',
  );
  await takeScreenshot(page, 'cluster', testInfo);
});

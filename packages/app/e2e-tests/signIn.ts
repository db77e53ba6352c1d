import { Page } from '@playwright/test';

/** Opens the portal as a user of the development catalog. */
export async function signIn(page: Page, options: { user: string }) {
  await page.goto('/');
  await page.getByRole('button', { name: options.user, exact: true }).click();
}

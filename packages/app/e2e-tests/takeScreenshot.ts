import { Page, TestInfo } from '@playwright/test';

/** Keeps a picture of the whole page for people to look at, once per theme. */
export async function takeScreenshot(
  page: Page,
  name: string,
  { project }: TestInfo,
) {
  const path = `.dev/test/screenshots/${name}-${project.name}.png`;
  await page.screenshot({ path, fullPage: true });
}

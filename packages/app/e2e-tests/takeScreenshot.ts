import { Page, TestInfo } from '@playwright/test';

/** Keeps a picture of the whole page for people to look at, one per theme. */
export async function takeScreenshot(
  page: Page,
  name: string,
  { project }: TestInfo,
) {
  const before = page.viewportSize()!;
  // A window as high as the page: in Playwright's own picture of a full page, what is fixed to the window covers it.
  const height = await page.evaluate(
    () => document.documentElement.scrollHeight,
  );
  await page.setViewportSize({ ...before, height });
  await page.screenshot({
    path: `.dev/test/screenshots/${name}-${project.name}.png`,
  });
  await page.setViewportSize(before);
}

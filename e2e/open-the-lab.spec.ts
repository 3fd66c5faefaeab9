import { expect, test } from '@playwright/test';

test('the page opens, isolated so that WebAssembly gets threads', async ({ page }) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto('/');
  await expect(page).toHaveTitle(/Coordinet Lab/);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.locator('#lab')).not.toBeEmpty();
  expect(faults).toEqual([]);
});

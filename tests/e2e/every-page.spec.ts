/** Every page of the site and every embed: accessible in both themes, and no wider than a small phone. */
import { globSync } from 'node:fs';
import { sep } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './site.ts';

const pages = globSync('**/*.html', { cwd: 'dist' })
  .map((file) => file.split(sep).join('/'))
  .sort();

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(15);
});

for (const file of pages) {
  test(file, async ({ page, places }) => {
    await page.goto(places.root + file);
    await page.waitForLoadState('networkidle');
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    expect(await faults(new AxeBuilder({ page }))).toEqual([]);
    // Of all the rules only this one depends on the theme.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await faults(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([]);
    const narrow = file.startsWith('embed/') ? 280 : 320;
    await page.setViewportSize({ width: narrow, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `at ${narrow} px`).toBeLessThanOrEqual(narrow);
  });
}

async function faults(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));
}

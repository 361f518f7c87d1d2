/** One build for every place: a root, a sub-path, a folder opened from a disk. */
import type { Locator, Page } from '@playwright/test';
import { expect, LANGS, test } from './site.ts';
import { answerOf, TRIALS, type, widgetOn, WORDS } from './widgets.ts';

for (const place of ['root', 'subPath', 'file'] as const) {
  test.describe(place, () => {
    test('reads and leads from the front page to every page', async ({ page, places }) => {
      await page.goto(`${places[place]}index.html`);
      await page.locator('a[hreflang=en]').first().click();
      const links = await addresses(page.locator('nav.side a'));
      expect(links.length).toBeGreaterThan(5);
      for (const link of links) {
        await page.goto(link);
        await expect(page.locator('h1')).not.toBeEmpty();
        await expect(page.locator('main p').first()).toBeVisible();
      }
    });

    test('goes to the next page and to the other language by links', async ({ page, places }) => {
      await page.goto(`${places[place]}zh/qos/classes.html`);
      await page.locator('a[rel=next]').click();
      await expect(page).toHaveURL(/zh\/qos\/requests-limits\.html$/);
      await page.locator('header a[hreflang=en]').click();
      await expect(page).toHaveURL(/en\/qos\/requests-limits\.html/);
      await page.goBack();
      await expect(page).toHaveURL(/zh\/qos\/requests-limits\.html/);
    });

    for (const trial of TRIALS) {
      test(`${trial.name} answers what is typed`, async ({ page, places }) => {
        await page.goto(`${places[place]}en/${trial.page}`);
        const widget = widgetOn(page, trial.name);
        await type(widget, trial.typed);
        await expect(answerOf(widget)).toContainText(trial.answer);
      });
    }

    for (const lang of LANGS) {
      const queries = [lang === 'zh' ? '驱逐' : 'eviction', 'oom_score_adj'];
      const wanted = [/qos\/eviction\.html/, /qos\/cgroups-oom\.html/];
      test(`finds by a word and by a name in ${lang}`, async ({ page, places }) => {
        await page.goto(`${places[place]}${lang}/index.html`);
        for (const [at, query] of queries.entries()) {
          await search(page, query);
          const found = page.getByRole('listbox').locator('a');
          await expect
            .poll(() => addresses(found))
            .toContainEqual(expect.stringMatching(wanted[at] ?? /^$/));
        }
        await page.keyboard.press('Enter');
        await expect(page).toHaveURL(new RegExp(`${lang}/qos/cgroups-oom\\.html`));
      });
    }

    test(`copies a sample as it was written`, async ({ page, places, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto(`${places[place]}en/qos/cgroups-oom.html`);
      const fence = page.locator('.fence').first();
      await fence.getByRole('button').click();
      await expect(fence.getByRole('button')).toHaveText('Copied');
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      const shown = (await fence.locator('pre').textContent()) ?? '';
      expect(shown).toContain(copied.split('\n')[0]?.trim());
      expect(copied).not.toMatch(/^\$ /m);
    });
  });
}

test('a page that does not exist leads back to those that do', async ({
  page,
  places,
  watched,
}) => {
  for (const missing of ['en/no-such-page.html', 'no/such/folder/page.html']) {
    await page.goto(places.subPath + missing);
    const home = page.locator('a[data-file="en/index.html"]').first();
    await expect.poll(() => addresses(home)).toEqual([`${places.subPath}en/index.html`]);
  }
  // The browser reports every missing page as an error; here that is what was asked for.
  watched.faults.splice(0);
});

async function search(page: Page, query: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const lang = (await page.locator('html').getAttribute('lang'))?.startsWith('zh') ? 'zh' : 'en';
  const field = page.getByRole('combobox', { name: WORDS[lang].search });
  await expect(field).toBeFocused();
  await field.fill(query);
}

/** Where links lead, resolved. */
function addresses(links: Locator): Promise<string[]> {
  return links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
}

/** Reading: without scripts, on paper, on a phone, in the reader's theme and language. */
import { expect, LANGS, test } from './site.ts';
import { answerOf, TRIALS, widgetOn } from './widgets.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const lang of LANGS) {
    for (const trial of TRIALS) {
      test(`${lang}/${trial.page} shows text and the answer`, async ({ page, places }) => {
        await page.goto(`${places.root}${lang}/${trial.page}`);
        await expect(page.locator('main h2').first()).toBeVisible();
        await expect(answerOf(widgetOn(page, trial.name))).toBeVisible();
        await expect(answerOf(widgetOn(page, trial.name))).not.toBeEmpty();
        // What cannot work is not shown.
        await expect(page.locator('.js:visible')).toHaveCount(0);
      });
    }
  }
});

test('the language switch keeps to the heading being read', async ({ page, places }) => {
  await page.goto(`${places.root}zh/qos/classes.html`);
  const heading = page.locator('main h2[id]').nth(2);
  const id = await heading.getAttribute('id');
  await heading.evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));
  await page.locator('header a[hreflang=en]').click();
  await expect(page).toHaveURL(new RegExp(`en/qos/classes\\.html#${id}$`));
  await expect(page.locator(`#${id}`)).toBeInViewport();
});

test('the chosen theme holds after a reload, before anything is painted', async ({
  page,
  places,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${places.root}en/qos/classes.html`);
  const light = await background();
  const button = page.locator('[data-theme-button]');
  while ((await theme()) !== 'dark') await button.click();
  expect(await background()).not.toBe(light);
  // Noted when the parser adds the body, which is before it can be painted.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      document.documentElement.dataset['early'] = document.documentElement.dataset['theme'] ?? '';
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-early', 'dark');
  expect(await background()).not.toBe(light);

  function theme(): Promise<string | undefined> {
    return page.evaluate(() => document.documentElement.dataset['theme']);
  }
  function background(): Promise<string> {
    return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }
});

test('the theme follows the system until one is chosen', async ({ page, places }) => {
  await page.goto(`${places.root}en/index.html`);
  const colors: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    colors.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  expect(colors[0]).not.toBe(colors[1]);
});

test('print leaves out what only serves the screen', async ({ page, places }) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['header.top', 'nav.side', 'nav.near', '.w-tools', '.skip']) {
    await expect(page.locator(hidden).first(), hidden).toBeHidden();
  }
  const widget = widgetOn(page, 'qos');
  await expect(answerOf(widget)).toBeVisible();
  await expect(page.locator('main h2').first()).toBeVisible();
  await expect(widget.locator('button:visible')).toHaveCount(0);
});

test('nothing moves for readers who asked for that', async ({ page, places }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const trial of TRIALS) {
    await page.goto(`${places.root}en/${trial.page}`);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const style = getComputedStyle(element);
        const times = `${style.transitionDuration},${style.animationDuration}`.split(',');
        const long = times.some((time) => Number.parseFloat(time) > 0.01);
        return long ? [element.tagName + element.className] : [];
      }),
    );
    expect(moving).toEqual([]);
    expect(
      await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior),
    ).toBe('auto');
  }
});

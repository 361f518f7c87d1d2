/** Everything can be reached, used and left with the keyboard alone. */
import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';
import { answerOf, fieldOf, TRIALS, widgetOn, WORDS } from './widgets.ts';

/** More stops than any page has before its first widget. */
const MOST_STOPS = 120;

for (const trial of TRIALS) {
  test(`${trial.name}: type, read, share, reset and leave`, async ({ page, places, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${places.root}en/${trial.page}`);
    const widget = widgetOn(page, trial.name);
    await expect(widget.getByRole('button', { name: WORDS.en.share })).toBeVisible();
    await tabTo(page, 'Tab', () => isFocused('textarea[name=input]'));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(trial.typed);
    await expect(answerOf(widget)).toContainText(trial.answer);
    await tabTo(page, 'Shift+Tab', () => isFocused('button', WORDS.en.share));
    await page.keyboard.press('Enter');
    await expect(widget.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
    await tabTo(page, 'Tab', () => isFocused('button', WORDS.en.reset));
    await page.keyboard.press('Space');
    await expect(fieldOf(widget)).not.toHaveValue(trial.typed);
    // The field takes no Tab for itself: the next stops lead out of the widget.
    await tabTo(page, 'Tab', () =>
      page.evaluate(
        (name) =>
          !document.activeElement?.closest(`kln-widget[name=${name}]`) &&
          document.activeElement !== document.body,
        trial.name,
      ),
    );

    function isFocused(selector: string, text = ''): Promise<boolean> {
      return page.evaluate(
        ([name, selector, text]) => {
          const active = document.activeElement;
          const here = document.querySelector(`kln-widget[name=${name}]`);
          return (
            active !== null &&
            here?.contains(active) === true &&
            active.matches(selector ?? '') &&
            (text === '' || active.textContent === text)
          );
        },
        [trial.name, selector, text],
      );
    }
  });
}

test('the moment of a timeline is moved by keys, from event to event', async ({ page, places }) => {
  await page.goto(`${places.root}embed/v1/en/pod-timeline.html`);
  const widget = widgetOn(page, 'pod-timeline');
  const moment = widget.getByRole('slider', { name: 'Moment' });
  const printed = widget.locator('pre b');
  await expect(widget.locator('button.js').first()).toBeVisible();
  await moment.focus();
  // Until the script has taken over, the key is the browser's.
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(moment).toHaveAttribute('aria-valuetext', '0s Pending', { timeout: 1000 });
  }).toPass();
  await expect(printed).toContainText('Pending');
  await page.keyboard.press('ArrowRight');
  await expect(widget).toContainText('The scheduler binds it to node');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await expect(printed).toContainText('Running');
  await page.keyboard.press('ArrowLeft');
  await expect(printed).toContainText('ContainerCreating');
  // The address follows once the moment rests; the engine is not asked for it.
  await expect(page).toHaveURL(/#at=\d+ms$/);
  expect(await page.evaluate(() => document.querySelector('script[src*=answer]'))).toBeNull();
  await page.keyboard.press('End');
  await expect(page).not.toHaveURL(/at=/);
});

test('the first stop leads past the navigation', async ({ page, places }) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await expect(page.locator('.skip')).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
});

test('every stop can be seen', async ({ page, places }) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  const unseen: string[] = [];
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const active = document.activeElement;
      if (!active || active === document.body) return undefined;
      const { width, height } = active.getBoundingClientRect();
      const style = getComputedStyle(active);
      const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      return width > 0 && height > 0 && marked ? undefined : active.outerHTML.slice(0, 120);
    });
    if (hidden !== undefined) unseen.push(hidden);
  }
  expect(unseen).toEqual([]);
});

test('search opens, is walked and closed by keys', async ({ page, places }) => {
  await page.goto(`${places.root}en/index.html`);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: WORDS.en.search });
  await expect(field).toBeFocused();
  await page.keyboard.insertText('eviction');
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options.nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
});

async function tabTo(page: Page, key: string, there: () => Promise<boolean>): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key);
    if (await there()) return;
  }
  throw new Error(`${key} does not lead there`);
}

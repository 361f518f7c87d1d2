/** What a reader made is not lost: it is in the link, in the tab, and in what was copied. */
import { expect, test } from './site.ts';
import { answerOf, fieldOf, paste, TRIALS, type, widgetOn, WORDS } from './widgets.ts';

for (const trial of TRIALS) {
  test(`${trial.name}: the share link brings the same answer to somebody else`, async ({
    page,
    places,
    context,
    browser,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${places.root}en/${trial.page}`);
    const widget = widgetOn(page, trial.name);
    await type(widget, trial.typed);
    await expect(answerOf(widget)).toContainText(trial.answer);
    await widget.getByRole('button', { name: WORDS.en.share }).click();
    await expect(widget.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${places.root}en/${trial.page}#`)).toBe(true);
    const other = await (await browser.newContext()).newPage();
    await other.goto(link);
    await expect(fieldOf(widgetOn(other, trial.name))).toHaveValue(trial.typed);
    await expect(answerOf(widgetOn(other, trial.name))).toContainText(trial.answer);
    await other.context().close();
  });

  test(`${trial.name}: a reload and a visit elsewhere keep what was typed`, async ({
    page,
    places,
  }) => {
    await page.goto(`${places.root}zh/${trial.page}`);
    const widget = widgetOn(page, trial.name);
    await type(widget, trial.typed);
    await expect(answerOf(widget)).toContainText(trial.answer);
    await page.reload();
    await expect(fieldOf(widget)).toHaveValue(trial.typed);
    await expect(answerOf(widget)).toContainText(trial.answer);
    await page.goto(`${places.root}zh/about/privacy.html`);
    await page.goto(`${places.root}zh/${trial.page}`);
    await expect(fieldOf(widget)).toHaveValue(trial.typed);
  });
}

test('a long text survives a reload although no link can hold it', async ({ page, places }) => {
  const long = `${TRIALS[0]?.typed}${Array.from({ length: 3000 }, (_, at) => `# ${at} ${Math.sin(at)}\n`).join('')}`;
  await page.goto(`${places.root}en/qos/classes.html`);
  const widget = widgetOn(page, 'qos');
  await paste(widget, long);
  await expect(answerOf(widget)).toContainText('BestEffort');
  await widget.getByRole('button', { name: WORDS.en.share }).click();
  await expect(widget.getByRole('status').filter({ hasText: 'Too long for a link' })).toBeVisible();
  await page.reload();
  await expect(fieldOf(widget)).toHaveValue(long);
});

test('a link that was tampered with does no harm', async ({ page, places }) => {
  for (const hash of [
    'input.z=%%%',
    'input.z=AAAA',
    'pod=-1&memory=x&focus=constructor',
    '__proto__=1',
    'input=%E4%BD',
  ]) {
    await page.goto('about:blank');
    await page.goto(`${places.root}en/qos/classes.html#${hash}`);
    await expect(answerOf(widgetOn(page, 'qos'))).not.toBeEmpty();
    await type(widgetOn(page, 'qos'), TRIALS[0]?.typed ?? '');
    await expect(answerOf(widgetOn(page, 'qos'))).toContainText('BestEffort');
  }
});

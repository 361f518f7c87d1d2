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

test('what an action answers is shown where it was asked for', async ({ page, places }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${places.root}en/qos/classes.html`);
  const widget = widgetOn(page, 'qos');
  const button = (name: string) => widget.getByRole('button', { name, exact: true });
  await button(WORDS.en.share).click();
  await expect(widget.getByRole('status').filter({ hasText: /link|copy/i })).toBeInViewport();
  await button(WORDS.en.embed).click();
  await expect(widget.getByRole('textbox', { name: WORDS.en.embed })).toBeInViewport();
  await widget.getByRole('combobox', { name: WORDS.en.examples }).selectOption({ index: 2 });
  await expect(button(WORDS.en.undo)).toBeInViewport();
});

test('a copied patch is told of beside the button, which keeps its name', async ({
  page,
  places,
}) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  const button = widgetOn(page, 'qos').getByRole('button', { name: 'Copy as patch', exact: true });
  await button.first().click();
  await expect(button.first()).toBeVisible();
  await expect(widgetOn(page, 'qos').getByText(/^Copied|^Could not copy/)).toBeVisible();
});

for (const place of ['root', 'file'] as const) {
  test(`the language switch takes along what was typed: ${place}`, async ({ page, places }) => {
    await page.goto(`${places[place]}en/qos/classes.html`);
    await type(widgetOn(page, 'qos'), TRIALS[0]?.typed ?? '');
    await expect(answerOf(widgetOn(page, 'qos'))).toContainText('BestEffort');
    await expect(page).toHaveURL(/#input=/);
    // A draft alone does not do: browsers may give every file a storage of its own.
    await page.evaluate(() => sessionStorage.clear());
    await page.locator('#rule').evaluate((heading) => heading.scrollIntoView());
    const twin = page.getByRole('link', { name: '中文' }).first();
    await twin.click();
    await expect(page).toHaveURL(/zh\/qos\/classes\.html#input=/);
    await expect(page.locator('#rule')).toBeInViewport();
    await expect(fieldOf(widgetOn(page, 'qos'))).toHaveValue(TRIALS[0]?.typed ?? '');
  });
}

test('both languages share what is too long for a link', async ({ page, places }) => {
  const long = `${TRIALS[0]?.typed}${Array.from({ length: 3000 }, (_, at) => `# ${at} ${Math.sin(at)}\n`).join('')}`;
  await page.goto(`${places.root}en/qos/classes.html`);
  await paste(widgetOn(page, 'qos'), long);
  await expect(answerOf(widgetOn(page, 'qos'))).toContainText('BestEffort');
  await page.getByRole('link', { name: '中文' }).first().click();
  await expect(fieldOf(widgetOn(page, 'qos'))).toHaveValue(long);
});

test('a text that nothing can keep is asked about before it is lost', async ({ page, places }) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  const widget = widgetOn(page, 'qos');
  await paste(widget, `${TRIALS[0]?.typed}${'# noise\n'.repeat(260_000)}`);
  await expect(widget.getByRole('status').filter({ hasText: '2 million' })).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const gone = page.goto(`${places.root}en/about/privacy.html`);
  await (await asked).accept();
  await gone;
  await page.goto(`${places.root}en/qos/classes.html`);
  await expect(fieldOf(widget)).not.toHaveValue(/noise/);
});

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

test('a timeline draws what nobody told as unknown, whatever it drew before', async ({
  page,
  places,
}) => {
  await page.goto(`${places.root}embed/v1/en/pod-timeline.html`);
  const widget = widgetOn(page, 'pod-timeline');
  const examples = widget.getByRole('combobox', { name: WORDS.en.examples });
  await examples.selectOption('crash');
  await expect(widget.locator('svg.is-warn').first()).toBeAttached();
  await examples.selectOption('pasted');
  const unknown = widget.locator('svg.is-u > rect');
  await expect(unknown.first()).toBeAttached();
  for (const span of await unknown.all()) {
    await expect(span).toHaveCSS('fill', 'none');
    await expect(span).toHaveCSS('stroke-dasharray', '1px, 3px');
  }
});

test('a link in the text changes the widget above and brings its field into view', async ({
  page,
  places,
}) => {
  await page.goto(`${places.root}en/kube-proxy/modes.html`);
  const widget = widgetOn(page, 'kube-proxy');
  await page.getByRole('link', { name: 'a free address of the ServiceCIDR' }).click();
  const packet = widget.getByLabel('Packet', { exact: true });
  await expect(packet).toHaveValue(/10\.96\.77\.77/);
  await expect(packet).toBeInViewport();
  await expect(widget).toContainText('answer differently');
});

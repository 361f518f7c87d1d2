/** What readers really paste: mistakes, too much of it, hostile text. It is answered, and nothing is lost. */
import { podList } from '../bench/pods.ts';
import { expect, LANGS, test } from './site.ts';
import { answerOf, fieldOf, paste, TRIALS, type, widgetOn, WORDS } from './widgets.ts';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: app\n';
const LIMIT = `${POD}    image: app\n    resources:\n      limits:\n`;
const LINE = { zh: (line: number) => `第 ${line} 行`, en: (line: number) => `line ${line}` };

const MISTAKES: readonly (readonly [what: string, text: string, line: number])[] = [
  ['YAML that is cut off', `${POD}    resources: {limits: {cpu: 1`, 7],
  ['a tab', `${POD}\tresources: {}\n`, 7],
  ['a unit that does not exist', `${LIMIT}        cpu: 1Gb\n`, 10],
  ['a negative value', `${LIMIT}        memory: -1Gi\n`, 10],
  ['a Service', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {}\n', 2],
  ['an unknown field', `${POD}    image: app\n    limits: {cpu: 1}\n`, 8],
];

for (const lang of LANGS) {
  for (const [what, text, line] of MISTAKES) {
    test(`${what} is named at its line in ${lang}`, async ({ page, places }) => {
      await page.goto(`${places.root}${lang}/qos/classes.html`);
      const widget = widgetOn(page, 'qos');
      await type(widget, text);
      await expect(widget).toContainText(new RegExp(LINE[lang](line), 'i'));
      await expect(fieldOf(widget)).toHaveValue(text);
    });
  }

  for (const trial of TRIALS) {
    test(`${trial.name} names the line of a bad value in ${lang}`, async ({ page, places }) => {
      await page.goto(`${places.root}${lang}/${trial.page}`);
      const widget = widgetOn(page, trial.name);
      await type(widget, trial.bad);
      // The example has a second line too: only the bad value itself shows that it was answered.
      await expect(widget).toContainText('1Gb');
      await expect(widget).toContainText(new RegExp(LINE[lang](trial.badLine), 'i'));
      await expect(fieldOf(widget)).toHaveValue(trial.bad);
      await type(widget, trial.typed);
      await expect(answerOf(widget)).toContainText(trial.answer);
    });
  }
}

test('markup in a name stays text', async ({ page, places }) => {
  const attack = '<img src=x onerror=document.title=1><script>document.title=2</script>';
  await page.goto(`${places.root}en/qos/classes.html`);
  const title = await page.title();
  const widget = widgetOn(page, 'qos');
  const text = `kind: Pod\napiVersion: v1\nmetadata: {name: '${attack}'}\nspec:\n  containers: [{name: '${attack}', image: x}]\n`;
  await type(widget, text);
  await expect(answerOf(widget)).toContainText('onerror');
  expect(await page.locator('kln-widget img, kln-widget div script').count()).toBe(0);
  expect(await page.title()).toBe(title);
  await page.goto(`${places.root}en/qos/classes.html#input=${encodeURIComponent(text)}`);
  await page.reload();
  await expect(answerOf(widget)).toContainText('onerror');
  expect(await page.title()).toBe(title);
});

test('a value that upstream runs out of memory on is answered', async ({ page, places }) => {
  await page.goto(`${places.root}en/qos/requests-limits.html`);
  const widget = widgetOn(page, 'quantity');
  await type(widget, '1e-2147483647');
  await expect(answerOf(widget)).toContainText('1e-9');
});

test('ten megabytes of noise get a message, and the page goes on', async ({ page, places }) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  const widget = widgetOn(page, 'qos');
  await paste(widget, 'noise: [\u0001{"\ud800 '.repeat(700_000));
  await expect(answerOf(widget)).toContainText(/line \d+/i);
  await paste(widget, TRIALS[0]?.typed ?? '');
  await expect(answerOf(widget)).toContainText(TRIALS[0]?.answer ?? /^$/);
});

test('two thousand Pods are answered while the page goes on answering', async ({
  page,
  places,
}) => {
  await page.goto(`${places.root}en/qos/classes.html`);
  const widget = widgetOn(page, 'qos');
  await type(widget, POD);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  // Counts the turns that others get while the widget works.
  await widget.locator('figure').evaluate((figure) => {
    const turns = { busy: 0 };
    Object.assign(globalThis, { turns });
    setInterval(() => {
      if (figure.getAttribute('aria-busy') === 'true') turns.busy++;
    });
  });
  await paste(widget, podList(2000));
  await expect(answerOf(widget)).toContainText('2000', { timeout: 45_000 });
  const turns = await page.evaluate(
    () => (globalThis as unknown as { turns: { busy: number } }).turns.busy,
  );
  expect(turns).toBeGreaterThan(10);
});

for (const trial of TRIALS) {
  test(`${trial.name} keeps what is typed when its engine does not load`, async ({
    page,
    places,
    watched,
  }) => {
    await page.route(`**/live/${trial.name}.answer.js`, (route) => route.abort());
    await page.goto(`${places.root}en/${trial.page}`);
    const widget = widgetOn(page, trial.name);
    await type(widget, trial.typed);
    await expect(
      widget.getByRole('status').filter({ hasText: 'could not be loaded' }),
    ).toBeVisible();
    await expect(fieldOf(widget)).toHaveValue(trial.typed);
    // Once the network is back, the next letter is enough.
    await page.unroute(`**/live/${trial.name}.answer.js`);
    await type(widget, `${trial.typed}\n`);
    await expect(answerOf(widget)).toContainText(trial.answer);
    watched.faults.splice(0);
  });

  test(`${trial.name} gives back what a reset or an example replaced`, async ({ page, places }) => {
    await page.goto(`${places.root}en/${trial.page}`);
    const widget = widgetOn(page, trial.name);
    const own = await fieldOf(widget).inputValue();
    await type(widget, trial.typed);
    await expect(answerOf(widget)).toContainText(trial.answer);
    await widget.getByRole('button', { name: WORDS.en.reset }).click();
    await expect(fieldOf(widget)).toHaveValue(own);
    await widget.getByRole('button', { name: WORDS.en.undo }).click();
    await expect(fieldOf(widget)).toHaveValue(trial.typed);
    const examples = widget.getByRole('combobox', { name: WORDS.en.examples });
    await examples.selectOption({ index: 1 });
    await expect(fieldOf(widget)).not.toHaveValue(trial.typed);
    await widget.getByRole('button', { name: WORDS.en.undo }).click();
    await expect(fieldOf(widget)).toHaveValue(trial.typed);
  });
}

test('a dropped or opened file takes the place of the text', async ({ page, places }) => {
  const trial = TRIALS[0];
  if (!trial) return;
  await page.goto(`${places.root}en/${trial.page}`);
  const widget = widgetOn(page, trial.name);
  // Until the script runs there is no button to press.
  await expect(widget.getByRole('button', { name: 'Open' })).toBeVisible();
  await widget
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'pod.yaml', mimeType: 'text/yaml', buffer: Buffer.from(trial.typed) });
  await expect(fieldOf(widget)).toHaveValue(trial.typed);
  await expect(answerOf(widget)).toContainText(trial.answer);
});

/** The route matcher as a reader uses it, in the frame that wikis show and on its page. */
import type { Page } from '@playwright/test';
import { expect, LANGS, test } from './site.ts';
import { answerOf, fieldOf, paste, widgetOn } from './widgets.ts';

const WORDS = {
  zh: { convert: '转换成 HTTPRoute', same: '转换前后的答案都一样', lost: '比 /api 短' },
  en: { convert: 'as HTTPRoute', same: 'All the same', lost: 'is shorter than /api' },
} as const;

const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: typed}
spec:
  rules:
  - host: typed.example
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
      - {path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
`;

async function open(page: Page, root: string, lang: 'zh' | 'en') {
  await page.goto(`${root}embed/v1/${lang}/routes.html`);
  const widget = widgetOn(page, 'routes');
  await expect(widget.locator('button.js').first()).toBeVisible();
  return widget;
}

for (const lang of LANGS) {
  test(`an Ingress and a URL of the reader's own in ${lang}`, async ({ page, places }) => {
    const widget = await open(page, places.root, lang);
    await fieldOf(widget).fill(INGRESS);
    await widget.locator('textarea[name=requests]').fill('http://typed.example/api/x\n');
    await expect(widget.locator('.rt-goal')).toHaveText(['→ api:80']);
    await expect(answerOf(widget)).toContainText(WORDS[lang].lost);
    await expect(page).toHaveURL(/requests=http/);
    await page.reload();
    await expect(widget.locator('.rt-goal')).toHaveText(['→ api:80']);
    await widget.locator('.rt-options select').first().selectOption({ label: WORDS[lang].convert });
    await expect(widget.locator('.rt-proof')).toContainText(WORDS[lang].same);
    await expect(widget.locator('.rt-yaml')).toContainText('kind: HTTPRoute');
  });
}

test('every example is answered', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  for (const [id, says] of [
    ['hosts', 'sorry:80'],
    ['precedence', 'blue:80=90%'],
    ['cross-namespace', 'No ReferenceGrant in data'],
    ['moving', 'nginx.ingress.kubernetes.io/limit-rps'],
    ['refused', 'must be an absolute path'],
    ['paths', 'docs:80'],
  ] as const) {
    await widget.locator('figcaption select').selectOption(id);
    await expect(answerOf(widget)).toContainText(says);
  }
});

test('the manifests can be downloaded', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  await widget.locator('figcaption select').selectOption('moving');
  const download = page.waitForEvent('download');
  await answerOf(widget).getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('httproutes.yaml');
});

test('the keyboard alone opens why others lost, and goes to the line', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  const second = widget.locator('.rt-lost').nth(1);
  await second.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(second).toHaveAttribute('open');
  await second.locator('a').first().focus();
  await page.keyboard.press('Enter');
  const chosen = await fieldOf(widget).evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(chosen).toContain('pathType: Prefix');
});

test('a bad request names its line, the others are answered', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  await widget
    .locator('textarea[name=requests]')
    .fill('http://shop.example/api\nftp://shop.example/\n');
  await expect(answerOf(widget)).toContainText('line 2 No http(s) URL');
  await expect(widget.locator('.rt-goal')).toHaveText(['→ docs:80']);
});

test('a thousand URLs are answered while the page goes on answering', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  const paths = Array.from(
    { length: 200 },
    (_, at) =>
      `      - {path: /p${at}, pathType: Prefix, backend: {service: {name: s${at}, port: {number: 80}}}}\n`,
  );
  await paste(widget, INGRESS.slice(0, INGRESS.indexOf('      - {')) + paths.join(''));
  await expect(answerOf(widget)).toContainText('does not fit "shop.example"');
  await widget.locator('figure').evaluate((figure) => {
    const turns = { busy: 0 };
    Object.assign(globalThis, { turns });
    setInterval(() => {
      if (figure.getAttribute('aria-busy') === 'true') turns.busy++;
    });
  });
  const urls = Array.from({ length: 1_000 }, (_, at) => `typed.example/p${at}/x\n`);
  await widget.locator('textarea[name=requests]').evaluate((field: HTMLTextAreaElement, pasted) => {
    field.value = pasted;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, urls.join(''));
  await expect(widget.locator('.rt-goal').nth(7)).toHaveText('→ s7:80', { timeout: 45_000 });
  await expect(widget.locator('.rt-goal')).toHaveCount(50);
  const turns = await page.evaluate(
    () => (globalThis as unknown as { turns: { busy: number } }).turns.busy,
  );
  expect(turns).toBeGreaterThan(5);
});

test('without scripts answers, reasons and manifests are there to read', async ({
  browser,
  places,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${places.root}en/ingress/path-matching.html`);
  const widget = widgetOn(page, 'routes');
  await expect(widget.locator('.rt-goal')).toHaveCount(5);
  await widget.locator('.rt-lost summary').nth(1).click();
  await expect(widget.locator('.rt-lost').nth(1)).toContainText('is shorter than');
  await expect(widget.locator('.rt-options select').first()).toBeHidden();
  await page.goto(`${places.root}en/ingress/gateway-api.html`);
  await expect(widgetOn(page, 'routes').locator('.rt-yaml')).toContainText('kind: HTTPRoute');
  await context.close();
});

for (const width of [280, 320, 960]) {
  test(`nothing sticks out at ${width} pixels`, async ({ page, places }) => {
    await page.setViewportSize({ width, height: 800 });
    const widget = await open(page, places.root, 'en');
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await wide()).toBeLessThanOrEqual(width);
    await widget.locator('figcaption select').selectOption('moving');
    await expect(widget.locator('.rt-yaml')).toBeVisible();
    expect(await wide()).toBeLessThanOrEqual(width);
  });
}

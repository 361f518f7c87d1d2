/** The packet walk as a reader uses it, in the frame that wikis show. */
import type { Page } from '@playwright/test';
import { expect, LANGS, test } from './site.ts';
import { answerOf, fieldOf, widgetOn } from './widgets.ts';

const WORDS = {
  zh: { tried: '列出试过但没匹配的规则', redact: '脱敏', asIs: '原样继续', share: '分享' },
  en: {
    tried: 'List the rules that were tried',
    redact: 'Redact',
    asIs: 'Go on as it is',
    share: 'Share',
  },
} as const;

const DUMP = `*filter
:INPUT DROP [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -s 198.51.100.0/24 -p tcp -m tcp --dport 22 -m comment --comment "the office" -j ACCEPT
COMMIT
`;
const ENV = 'localIPs: [192.0.2.10]\n';

async function open(page: Page, root: string, lang: 'zh' | 'en') {
  await page.goto(`${root}embed/v1/${lang}/packet-walk.html`);
  const widget = widgetOn(page, 'packet-walk');
  await expect(widget.locator('button.js').first()).toBeVisible();
  return widget;
}

/** A paste as the browser tells of it: a text of megabytes never gets into the field. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const field = document.querySelector<HTMLTextAreaElement>('textarea[name=input]');
    field?.select();
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => pasted } });
    field?.dispatchEvent(event);
  }, text);
}

for (const lang of LANGS) {
  test(`a dump, a packet and what was tried in ${lang}`, async ({ page, places }) => {
    const widget = await open(page, places.root, lang);
    await fieldOf(widget).fill(DUMP);
    // What the example states of its node is not true of this one.
    await expect(widget.locator('textarea[name=env]')).toHaveValue('');
    await widget.locator('textarea[name=env]').fill(ENV);
    const [source, destination, rest] = await widget.locator('.pw-packet input').all();
    await source?.fill('198.51.100.7:40000');
    await destination?.fill('192.0.2.10:22');
    await rest?.fill('in eth0');
    await widget.locator('.pw-packet select').selectOption('tcp');
    await expect(widget.locator('.pw-end')).toHaveClass(/is-good/);
    await expect(widget.locator('.pw-twin')).toContainText('INPUT · filter ACCEPT');
    await widget.getByRole('button', { name: WORDS[lang].tried }).click();
    await expect(widget.locator('.pw-lines mark')).toHaveText('-i lo');
    await source?.fill('203.0.113.9:40000');
    await expect(widget.locator('.pw-end')).toHaveClass(/is-bad/);
    await expect(page).toHaveURL(/packet=tcp%20203\.0\.113\.9/);
    await page.reload();
    await expect(widget.locator('.pw-end')).toHaveClass(/is-bad/);
  });

  test(`a text of the reader's own is offered to be redacted before it is shared in ${lang}`, async ({
    page,
    places,
  }) => {
    const widget = await open(page, places.root, lang);
    const share = widget.getByRole('button', { name: WORDS[lang].share });
    const guard = widget.locator('.pw-guard');
    await share.click();
    await expect(guard).toHaveCount(0);
    await fieldOf(widget).fill(DUMP);
    await share.click();
    await guard.getByRole('button', { name: WORDS[lang].redact }).click();
    await expect(guard).toHaveCount(0);
    await expect(fieldOf(widget)).not.toHaveValue(/198\.51\.100|office/);
    await expect(fieldOf(widget)).toHaveValue(/-A INPUT -i lo -j ACCEPT\n-A INPUT -s /);
    await share.click();
    await expect(guard).toHaveCount(0);
  });
}

test('it can be shared as it is, and redacting can be undone', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  await fieldOf(widget).fill(DUMP);
  await widget.getByRole('button', { name: 'Redact' }).click();
  await expect(fieldOf(widget)).not.toHaveValue(DUMP);
  await widget.getByRole('button', { name: 'Undo' }).click();
  await expect(fieldOf(widget)).toHaveValue(DUMP);
  await widget.locator('.ed-tools button + button').first().click();
  const download = page.waitForEvent('download');
  await widget.getByRole('button', { name: 'Go on as it is' }).click();
  expect((await download).suggestedFilename()).toBe('node.iptables-save');
});

test('every example is answered', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en');
  for (const [id, look] of [
    ['node-port', 'is-good'],
    ['no-endpoints', 'is-bad'],
    ['docker', 'is-good'],
    ['not-modelled', 'is-warn'],
  ] as const) {
    await widget.locator('figcaption select').selectOption(id);
    await expect(widget.locator('.pw-end')).toHaveClass(new RegExp(look));
  }
  await expect(answerOf(widget)).toContainText('geoip is not modelled');
});

test('the keyboard alone chooses a way, goes to a line and scrolls what was tried', async ({
  page,
  places,
}) => {
  const widget = await open(page, places.root, 'en');
  const other = widget.getByRole('button', { name: '50% 10.244.2.7:53' });
  await other.focus();
  await page.keyboard.press('Enter');
  await expect(other).toHaveAttribute('aria-pressed', 'true');
  await expect(widget.locator('.pw-end')).toContainText('10.244.2.7:53');
  await widget.locator('.pw-steps a').first().focus();
  await page.keyboard.press('Enter');
  const chosen = await fieldOf(widget).evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(chosen).toContain('-A PREROUTING');
});

test('fifty thousand rules are answered while the page goes on answering', async ({
  page,
  places,
}) => {
  const widget = await open(page, places.root, 'en');
  const rules = Array.from(
    { length: 50_000 },
    (_, index) =>
      `-A INPUT -s 10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/32 -p tcp -m comment --comment "client ${index}" -m tcp --dport 22 -j ACCEPT\n`,
  );
  await widget.locator('figure').evaluate((figure) => {
    const turns = { busy: 0 };
    Object.assign(globalThis, { turns });
    setInterval(() => {
      if (figure.getAttribute('aria-busy') === 'true') turns.busy++;
    });
  });
  await paste(page, `*filter\n:INPUT DROP [0:0]\n${rules.join('')}COMMIT\n`);
  await expect(widget.locator('.pw-tools')).toContainText('50000 rules', { timeout: 45_000 });
  const turns = await page.evaluate(
    () => (globalThis as unknown as { turns: { busy: number } }).turns.busy,
  );
  expect(turns).toBeGreaterThan(10);
  await widget.locator('input[type=search]').fill('client 49999');
  await page.keyboard.press('Enter');
  await expect(widget.locator('.pw-lines li')).toContainText('client 49999');
  // Of thousands only those in sight are there.
  await widget.locator('input[type=search]').fill('22');
  await page.keyboard.press('Enter');
  await expect(widget.locator('.pw-tools')).toContainText('5000 lines');
  expect(await widget.locator('.pw-lines li').count()).toBeLessThan(100);
  await widget
    .locator('.pw-lines')
    .first()
    .evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(widget.locator('.pw-lines li').last()).toContainText('client 4999');
});

test('without scripts the way, the ways and the rules are there to read', async ({
  browser,
  places,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${places.root}embed/v1/en/packet-walk.html`);
  const widget = widgetOn(page, 'packet-walk');
  await expect(widget.locator('.pw-line')).toBeVisible();
  await expect(widget.locator('.pw-twin')).toContainText('nat DNAT');
  await expect(widget.locator('.pw-steps li')).toHaveCount(7);
  await expect(widget.locator('.pw-packet')).toBeHidden();
  await context.close();
});

for (const width of [280, 320, 960]) {
  test(`nothing sticks out at ${width} pixels`, async ({ page, places }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, places.root, 'en');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  });
}

/** The kube-proxy explorer with readers' own objects: from a Service to its rules and the way of a packet. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, LANGS, test } from './site.ts';
import { answerOf, fieldOf, paste, widgetOn, WORDS } from './widgets.ts';

const NAME = 'kube-proxy';
const open = async (page: Page, root: string, lang: 'zh' | 'en' = 'en', hash = '') => {
  await page.goto(`${root}embed/v1/${lang}/${NAME}.html${hash}`);
  return widgetOn(page, NAME);
};

/** Services with two endpoints each, as kubectl lists them. */
function services(count: number): string {
  const items = Array.from({ length: count }, (_, at) => {
    const name = `web-${at}`;
    return [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'shop' },
        spec: { clusterIP: `10.96.${at >> 8}.${at & 255}`, ports: [{ name: 'http', port: 80 }] },
      },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${name}-1`,
          namespace: 'shop',
          labels: { 'kubernetes.io/service-name': name },
        },
        addressType: 'IPv4',
        ports: [{ name: 'http', port: 8080 }],
        endpoints: [1, 2].map((node) => ({
          addresses: [`10.244.${node}.${at & 255}`],
          nodeName: `worker-${node}`,
          conditions: { ready: true },
        })),
      },
    ];
  }).flat();
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 1);
}

for (const lang of LANGS) {
  test(`the example is there without the script in ${lang}`, async ({ browser, places }) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    const widget = await open(page, places.root, lang);
    await expect(answerOf(widget)).toContainText('KUBE-SVC-67NZLRHBNDSAWJRO');
    await expect(answerOf(widget)).toContainText('10.244.2.7:8080 33.3%');
    await expect(widget.locator('button.js').first()).toBeHidden();
    await page.close();
  });

  test(`another mode has other rules in ${lang}`, async ({ page, places }) => {
    const widget = await open(page, places.root, lang);
    await widget.getByRole('combobox').nth(1).selectOption('nftables');
    await expect(answerOf(widget)).toContainText('service-KHN6ECMT-shop/web/tcp/http');
    await expect(answerOf(widget)).not.toContainText('nat KUBE-SERVICES');
  });
}

test('an example is chosen, a cell of the matrix followed, all by keyboard', async ({
  page,
  places,
}) => {
  const widget = await open(page, places.root);
  const examples = widget.getByRole('combobox', { name: WORDS.en.examples });
  await examples.selectOption('node-port');
  await expect(answerOf(widget)).toContainText('This is where the client’s address is lost');
  const cell = widget.getByRole('button', { name: 'reached' }).last();
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(widget.getByLabel('Packet', { exact: true })).toHaveValue(
    'tcp 203.0.113.10:40000 -> 192.168.10.10:30080 in eth0',
  );
  await expect(cell).toHaveAttribute('aria-pressed', 'true');
  await expect(answerOf(widget)).toContainText('The same in iptables, nftables');
});

test('all rules are written, changed in form and downloaded', async ({ page, places }) => {
  const widget = await open(page, places.root);
  await widget.getByRole('button', { name: 'Write all the rules' }).click();
  const rules = widget.getByRole('textbox', { name: 'All the rules' });
  await expect(rules).toHaveValue(/^\*filter\n:INPUT ACCEPT/);
  await widget.getByLabel('form').selectOption('restore');
  await expect(rules).toHaveValue(/--or-mark 0x00004000/);
  const download = page.waitForEvent('download');
  await widget.locator('.kp-whole').getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('kube-proxy.iptables');
});

test('a dump: findings at their lines, and nothing real is passed on unasked', async ({
  page,
  places,
}) => {
  const widget = await open(page, places.root);
  await widget.getByRole('combobox', { name: WORDS.en.examples }).selectOption('dump');
  await expect(answerOf(widget)).toContainText('has no DNAT');
  const field = fieldOf(widget);
  const own = (await field.inputValue()).replaceAll('10.244.2.7', '10.244.2.99');
  await paste(widget, own);
  await expect(answerOf(widget)).toContainText('10.244.2.99:53');
  await widget.getByRole('button', { name: WORDS.en.share }).click();
  const guard = widget.getByRole('alert');
  await expect(guard).toContainText('real addresses');
  await guard.getByRole('button', { name: 'Redact' }).click();
  await expect(field).not.toHaveValue(/10\.244\.2\.99/);
  await expect(field).toHaveValue(/KUBE-SERVICES/);
  await widget.getByRole('button', { name: WORDS.en.undo }).click();
  await expect(field).toHaveValue(own);
});

test('five hundred Services: the page goes on, another one is shown at once', async ({
  page,
  places,
}) => {
  const widget = await open(page, places.root);
  await paste(widget, services(500));
  await expect(answerOf(widget)).toContainText('ports: 500');
  await expect(widget.getByRole('row')).not.toHaveCount(0);
  expect(await widget.getByRole('row').count()).toBeLessThan(100);
  await widget.getByRole('searchbox').fill('web-499');
  await widget.getByRole('button', { name: 'shop/web-499' }).click();
  await expect(widget.locator('.kp-says')).toContainText('shop/web-499:http');
  await expect(answerOf(widget)).toContainText('10.244.1.243:8080 50%');
});

test('it fits 280 pixels, and axe finds nothing in either theme', async ({ page, places }) => {
  await page.setViewportSize({ width: 280, height: 800 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const widget = await open(page, places.root, 'zh');
    await expect(answerOf(widget)).toContainText('KUBE-SVC');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(280);
    const { violations } = await new AxeBuilder({ page }).include('kln-widget').analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  }
});

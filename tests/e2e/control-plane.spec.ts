/** The control-plane explorer as a reader uses it: stepping through a recording, driving one's own Deployment. */
import type { Page } from '@playwright/test';
import { expect, LANGS, test } from './site.ts';
import { answerOf, paste, widgetOn } from './widgets.ts';

const WORDS = {
  zh: { start: '开始', forward: '下一步', up: '扩容', end: '结束时' },
  en: { start: 'Start', forward: 'Next', up: 'scale up', end: 'at the end' },
} as const;

async function open(page: Page, root: string, lang: 'zh' | 'en', name: string) {
  await page.goto(`${root}embed/v1/${lang}/${name}.html`);
  const widget = widgetOn(page, name);
  await expect(widget.locator('button.js').first()).toBeVisible();
  return widget;
}

for (const lang of LANGS) {
  test(`a recording is stepped through by button and by keys in ${lang}`, async ({
    page,
    places,
  }) => {
    const widget = await open(page, places.root, lang, 'control-plane');
    await widget.getByRole('button', { name: WORDS[lang].start }).click();
    await expect(answerOf(widget)).toContainText('1.');
    await widget.getByRole('button', { name: WORDS[lang].forward, exact: true }).click();
    await expect(answerOf(widget)).toContainText('2.');
    await widget.locator('.cp-stage').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    await expect(answerOf(widget)).toContainText('3.');
    await expect(page).toHaveURL(/at=3/);
    await page.keyboard.press('End');
    const chosen = widget.locator('.cp-log li[aria-current]');
    await expect(chosen).toHaveCount(1);
    const isInBox = await chosen.evaluate((line: HTMLElement) => {
      const box = line.parentElement as HTMLElement;
      return line.offsetTop >= box.scrollTop && line.offsetTop < box.scrollTop + box.clientHeight;
    });
    expect(isInBox).toBe(true);
  });

  test(`a Deployment of the reader's own is driven in ${lang}`, async ({ page, places }) => {
    const widget = await open(page, places.root, lang, 'drive');
    await expect(widget.locator('.dr-state')).toContainText(WORDS[lang].end);
    await widget.getByRole('button', { name: WORDS[lang].up, exact: true }).click();
    await expect(answerOf(widget)).toContainText('kubectl scale deployment/web --replicas=4');
    await expect(widget.locator('textarea[name=script]')).toHaveValue(
      /s kubectl scale deployment\/web --replicas=4\n$/,
    );
    await widget.locator('.cp-stage').focus();
    await page.keyboard.press('End');
    await expect(widget.locator('.dr-state')).toContainText('4/4');
    await page.reload();
    await expect(widget.locator('.dr-state')).toContainText('4/4');
  });
}

test('an audit log of the reader’s own takes the place of the recording', async ({
  page,
  places,
}) => {
  const widget = await open(page, places.root, 'en', 'control-plane');
  await widget.locator('summary').click();
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    stage: 'ResponseComplete',
    verb: 'create',
    user: { username: 'system:kube-scheduler' },
    objectRef: {
      resource: 'pods',
      namespace: 'shop',
      name: 'web-1',
      subresource: 'binding',
      apiVersion: 'v1',
    },
    responseStatus: { code: 201 },
    requestReceivedTimestamp: '2026-11-23T14:00:00.100000Z',
    stageTimestamp: '2026-11-23T14:00:00.110000Z',
  };
  await paste(widget, `${JSON.stringify(event)}\n`);
  await expect(widget.locator('.cp-log li')).toHaveText([/scheduler binds pods web-1/]);
});

test('a component is switched off and on, and the drawing shows it', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en', 'drive');
  await widget.getByRole('button', { name: 'stop scheduler' }).click();
  await expect(widget.getByRole('button', { name: 'start scheduler' })).toBeVisible();
  await widget.getByRole('button', { name: 'scale up', exact: true }).click();
  await widget.locator('.cp-stage').focus();
  await page.keyboard.press('End');
  await expect(widget.locator('.dr-state')).toContainText('Pending');
  await widget.getByRole('button', { name: 'start scheduler' }).click();
  await widget.locator('.cp-stage').focus();
  await page.keyboard.press('End');
  await expect(widget.locator('.dr-state')).toContainText('4/4');
});

test('a bad line of the script is named, and nothing typed is lost', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en', 'drive');
  const script = widget.locator('textarea[name=script]');
  await script.fill('0s kubectl apply -f web.yaml\n5s kubectl frobnicate\n');
  await expect(widget.locator('.dr-problems')).toContainText(
    '"kubectl frobnicate" is not played here',
  );
  await expect(widget.locator('.dr-state')).toContainText('3/3');
  await expect(script).toHaveValue(/frobnicate/);
});

test('every example of driving is played', async ({ page, places }) => {
  const widget = await open(page, places.root, 'en', 'drive');
  for (const [id, says] of [
    ['update', 'shop/web:1.1'],
    ['bad-image', 'rollout undo'],
    ['crash', '0/1'],
    ['label', 'app=debug'],
    ['etcd', 'etcd started again'],
    ['kubelet', 'nodes/status node1'],
  ] as const) {
    await widget.locator('figcaption select').selectOption(id);
    await expect(widget).toContainText(says);
  }
});

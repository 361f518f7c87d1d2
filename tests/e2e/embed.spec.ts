/** A widget in a sandboxed frame of a foreign page, where nothing is allowed but its scripts. */
import type { FrameLocator, Page } from '@playwright/test';
import { expect, LANGS, test } from './site.ts';
import { TRIALS, WORDS, widgetOn } from './widgets.ts';

interface Posted {
  readonly source: string;
  readonly type: string;
  readonly height: number;
}

for (const lang of LANGS) {
  for (const trial of TRIALS) {
    test(`${trial.name} answers, takes its state and says its height in ${lang}`, async ({
      page,
      places,
    }) => {
      const state = `input=${encodeURIComponent(trial.typed)}`;
      const src = `${places.root}embed/v1/${lang}/${trial.name}.html#${state}`;
      await page.goto(places.foreignPage(`${lang}-${trial.name}.html`, host(src)));
      const frame = page.frameLocator('iframe');
      await expect(frame.locator('textarea[name=input]')).toHaveValue(trial.typed);
      await expect(frame.locator('.w-answer').first()).toContainText(trial.answer);
      expect(await frame.locator('html').evaluate(() => self.origin)).toBe('null');

      const first = await posted(page);
      expect(first[0]?.type).toBe('ready');
      expect(first[0]?.height).toBeGreaterThan(100);
      await fitsContent(page, frame);
      await frame.locator('textarea[name=input]').fill(`${trial.typed}${'\n'.repeat(40)}`);
      await fitsContent(page, frame);
    });
  }
}

test('a frame far below says its height at once', async ({ page, places }) => {
  const src = `${places.root}embed/v1/en/qos.html`;
  const far = host(src).replace('<iframe', '<div style="height:6000px"></div><iframe');
  await page.goto(places.foreignPage('far.html', far));
  await expect.poll(async () => (await posted(page)).length).toBeGreaterThan(0);
});

test('the host may set the theme, and others may not', async ({ page, places }) => {
  const src = `${places.root}embed/v1/en/qos.html`;
  await page.goto(places.foreignPage('theme.html', host(src)));
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('.w-answer').first()).toBeVisible();
  await page.evaluate(() => {
    const target = document.querySelector('iframe')?.contentWindow;
    target?.postMessage({ source: 'somebody', v: 1, type: 'theme', theme: 'dark' }, '*');
    target?.postMessage(
      { source: 'livenotes-embed-host', v: 1, type: 'theme', theme: 'light' },
      '*',
    );
  });
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the snippet that is offered works when pasted', async ({ page, places }) => {
  const trial = TRIALS[0];
  if (!trial) return;
  await page.goto(`${places.root}en/${trial.page}`);
  const widget = widgetOn(page, trial.name);
  await widget.locator('textarea[name=input]').fill(trial.typed);
  await widget.getByRole('button', { name: WORDS.en.embed, exact: true }).click();
  const snippet = await widget.getByRole('textbox', { name: WORDS.en.embed }).inputValue();
  expect(snippet).toContain('sandbox="allow-scripts');
  await page.goto(
    places.foreignPage(
      'pasted.html',
      `<!doctype html><link rel="icon" href="data:,"><p>Wiki</p>${snippet}`,
    ),
  );
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('.w-answer').first()).toContainText(trial.answer);
});

test('without scripts the frame shows the widget with its example', async ({
  page,
  places,
  watched,
}) => {
  const src = `${places.root}embed/v1/en/qos.html`;
  const html = host(src).replace('sandbox="allow-scripts"', 'sandbox=""');
  // The browser notes each script that it was told to block.
  await page.goto(places.foreignPage('blocked.html', html));
  await expect(page.frameLocator('iframe').locator('.w-answer').first()).toBeVisible();
  watched.faults.splice(0);
});

function host(src: string): string {
  return `<!doctype html><html lang="en"><title>A wiki</title><link rel="icon" href="data:,">
<script>
  window.posted = [];
  addEventListener('message', ({ data, source }) => {
    const frame = document.querySelector('iframe');
    if (source !== frame.contentWindow) return;
    window.posted.push(data);
    frame.style.height = data.height + 'px';
  });
</script>
<iframe title="widget" sandbox="allow-scripts" src="${src.replaceAll('&', '&amp;')}" style="width:640px;border:0"></iframe>`;
}

function posted(page: Page): Promise<Posted[]> {
  return page.evaluate(() => (globalThis as unknown as { posted: Posted[] }).posted);
}

/** The last height that was posted is that of the content. */
async function fitsContent(page: Page, frame: FrameLocator): Promise<void> {
  await expect
    .poll(async () => {
      const said = (await posted(page)).at(-1)?.height ?? 0;
      const real = await frame
        .locator('html')
        .evaluate((root) => root.getBoundingClientRect().height);
      return Math.abs(said - real);
    })
    .toBeLessThanOrEqual(2);
}

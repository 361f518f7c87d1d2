/** Dragging the moment through an hour of a crash loop, on a CPU four times slower, frame by frame. */
import { chromium } from '@playwright/test';
import { serveFolder } from '../../src/build/serve.ts';

export interface ScrubMeasure {
  /** Frames a second while the line moves. */
  readonly fps: number;
  /** Of frames that were late. */
  readonly late: number;
  readonly frames: number;
  /** Drawn in the lanes. */
  readonly spans: number;
  /** What the same browser manages while nothing happens. */
  readonly idle: number;
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: app
    startupProbe: &probe {httpGet: {port: 80}, periodSeconds: 1}
    readinessProbe: *probe
    livenessProbe: *probe
`;
const HOUR = 'until: 1h\ncontainers: {app: {runs: [{lasts: 20s, exitCode: 1}]}}\n';
const FRAMES = 300;

export async function measureScrub(executablePath: string): Promise<ScrubMeasure> {
  const site = await serveFolder('dist');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const state = new URLSearchParams({ input: POD, scenario: HOUR });
  await page.goto(`${site.url}embed/v1/en/pod-timeline.html#${state}`);
  await page.locator('.tl-axis input[max="3600000"]').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const found = await page.evaluate(async (frames) => {
    const over = document.querySelector('.tl-over') as HTMLElement;
    // A made-up pointer cannot be captured.
    over.setPointerCapture = () => {};
    const { left, width, top } = over.getBoundingClientRect();
    const point = (type: string, share: number) => {
      const place = { clientX: left + share * width, clientY: top + 60 };
      over.dispatchEvent(
        new PointerEvent(type, { bubbles: true, pointerId: 1, buttons: 1, ...place }),
      );
    };
    /** How long each frame took, while `work` is done in it. */
    const run = (work: (share: number) => void) =>
      new Promise<readonly number[]>((done) => {
        const times: number[] = [];
        let last = 0;
        const frame = (now: number) => {
          if (last > 0) times.push(now - last);
          last = now;
          if (times.length >= frames) return done(times);
          work(times.length / frames);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
    const idle = await run(() => {});
    point('pointerdown', 0);
    const times = await run((share) => point('pointermove', share));
    return { idle, times };
  }, FRAMES);
  const spans = await page.evaluate(() => document.querySelectorAll('.tl-lane rect').length);
  await browser.close();
  await site.close();
  return {
    fps: rate(found.times),
    idle: rate(found.idle),
    late: found.times.filter((ms) => ms > 25).length,
    frames: FRAMES,
    spans,
  };
}

function rate(times: readonly number[]): number {
  return Math.round((1000 * times.length) / times.reduce((sum, ms) => sum + ms, 0));
}

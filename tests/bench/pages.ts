/** Pages as a reader with Slow 4G and a CPU four times slower gets them, beside a bare page on the same line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { serveFolder } from '../../src/build/serve.ts';

export interface PageMeasure {
  readonly file: string;
  readonly requestsBeforeLcp: number;
  readonly bytesBeforeLcp: number;
  /** Milliseconds until the largest element is painted: the median of the runs. */
  readonly lcp: number;
  readonly timesFloor: number;
  /** Milliseconds of main-thread tasks beyond 50 each, until the page is idle. */
  readonly blocked: number;
  readonly shift: number;
}

const FILES = [
  'zh/qos/classes.html',
  'en/qos/classes.html',
  'zh/index.html',
  'en/qos/eviction.html',
];
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8,
  uploadThroughput: (0.75 * 1024 * 1024 * 0.9) / 8,
};
const RUNS = 3;
const BARE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><h1>Bare page</h1>${'<p>A paragraph of plain text that is as long as a line of a note usually is, and a bit more.</p>'.repeat(60)}`;

export async function measurePages(executablePath: string): Promise<PageMeasure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'livenotes-bare-'));
  writeFileSync(join(folder, 'bare.html'), BARE);
  const [site, bare] = await Promise.all([serveFolder('dist'), serveFolder(folder)]);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const open = async (url: string) => {
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      const context = await browser.newContext();
      runs.push(await measure(await context.newPage(), url));
      await context.close();
    }
    return runs.sort((a, b) => a.lcp - b.lcp)[Math.floor(RUNS / 2)] as Visit;
  };
  const floor = await open(`${bare.url}bare.html`);
  const found: PageMeasure[] = [];
  for (const file of FILES) {
    const visit = await open(site.url + file);
    found.push({ file, ...visit, timesFloor: visit.lcp / floor.lcp });
  }
  await browser.close();
  await Promise.all([site.close(), bare.close()]);
  rmSync(folder, { recursive: true });
  return found;
}

type Visit = Omit<PageMeasure, 'file' | 'timesFloor'>;

async function measure(page: Page, url: string): Promise<Visit> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const ends: { at: number; bytes: number }[] = [];
  let start = 0;
  devtools.on('Network.requestWillBeSent', ({ timestamp }) => {
    start ||= timestamp;
  });
  devtools.on('Network.loadingFinished', ({ timestamp, encodedDataLength }) => {
    ends.push({ at: (timestamp - start) * 1000, bytes: encodedDataLength });
  });
  await page.addInitScript(() => {
    const seen = { lcp: 0, blocked: 0, shift: 0 };
    Object.assign(globalThis, { seen });
    const observe = (type: string, take: (entry: PerformanceEntry) => void) => {
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
        type,
        buffered: true,
      });
    };
    observe('largest-contentful-paint', ({ startTime }) => {
      seen.lcp = startTime;
    });
    observe('longtask', ({ duration }) => {
      seen.blocked += duration - 50;
    });
    observe('layout-shift', (entry) => {
      seen.shift += (entry as PerformanceEntry & { value: number }).value;
    });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const seen = await page.evaluate(
    () => (globalThis as unknown as { seen: { lcp: number; blocked: number; shift: number } }).seen,
  );
  const before = ends.filter(({ at }) => at <= seen.lcp);
  return {
    requestsBeforeLcp: before.length,
    bytesBeforeLcp: before.reduce((total, { bytes }) => total + bytes, 0),
    lcp: Math.round(seen.lcp),
    blocked: Math.round(seen.blocked),
    shift: Math.round(seen.shift * 1000) / 1000,
  };
}

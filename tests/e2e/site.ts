/** The test object of every spec: the site's places, and a page that is watched for what must never happen. */
import { test as base, expect, type Page } from '@playwright/test';
import { openPlaces, type Places } from '../serve.ts';

export { expect };

export interface Watched {
  /** What went wrong so far; a test that provokes faults empties it. */
  readonly faults: string[];
}

export const test = base.extend<{ watched: Watched }, { places: Places }>({
  places: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what is needed
    async ({}, use) => {
      const places = await openPlaces();
      await use(places);
      await places.close();
    },
    { scope: 'worker' },
  ],
  watched: [
    async ({ page, places }, use) => {
      const faults: string[] = [];
      watch(page, places, faults);
      await use({ faults });
      expect(faults, 'requests to other hosts, failed requests, errors').toEqual([]);
    },
    { auto: true },
  ],
});

/** Notes every request that leaves the site's places, every one that fails and every error. */
export function watch(page: Page, places: Places, faults: string[]): void {
  const own = [places.root, places.subPath, places.foreign].map((url) => new URL(url).origin);
  const context = page.context();
  context.on('request', (request) => {
    const url = request.url();
    const known =
      url.startsWith(places.file) || /^(data|blob|about):/.test(url) || own.includes(originOf(url));
    if (!known) faults.push(`asks elsewhere: ${url}`);
  });
  context.on('requestfailed', (request) => {
    // A reader who goes on to the next page stops what was loading.
    const failure = request.failure()?.errorText ?? '';
    if (failure !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} ${failure}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) {
      faults.push(`${response.status()}: ${response.url()}`);
    }
  });
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`));
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}

export const LANGS = ['zh', 'en'] as const;

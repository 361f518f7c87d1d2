import { defineConfig } from '@playwright/test';
import { findBrowser } from '../install-browser.ts';

const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A second try tells a busy machine from a broken page; it is printed as flaky, never hidden.
  retries: 1,
  timeout: 180_000,
  // A busy machine is slow, not wrong.
  expect: { timeout: 20_000 },
  reporter: 'line',
  use: {
    actionTimeout: 20_000,
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? findBrowser() ?? '',
      // The browser's own errands are not the site's: without these its start would ask other hosts.
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-gpu',
        ...(root ? ['--no-sandbox'] : []),
      ],
    },
  },
});

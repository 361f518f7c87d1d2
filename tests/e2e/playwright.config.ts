import { defineConfig } from '@playwright/test';
import { findBrowser } from '../install-browser.ts';

const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
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

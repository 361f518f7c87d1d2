/**
 * Finds a Chromium for the browser tests, or installs one: the system's own, Playwright's where it is
 * already there, Debian's as root, else a download by Playwright. Without any, those tests are skipped.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { run, runTool } from './command.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const DEBIAN = { DEBIAN_FRONTEND: 'noninteractive' };

export type Browser = { readonly path: string } | { readonly reason: string };

export async function installBrowser(): Promise<Browser> {
  const found = findBrowser();
  if (found !== undefined) return { path: found };
  const said: string[] = [];
  for (const [program, args] of waysToInstall()) {
    const { code, output } =
      program === 'playwright' ? await runTool(program, args) : await run(program, args, DEBIAN);
    if (code !== 0) said.push(`${program}: ${output.trim().split('\n').at(-1) ?? ''}`);
  }
  const installed = findBrowser();
  if (installed !== undefined) return { path: installed };
  return { reason: `no Chromium here and none could be installed (${said.join('; ')})` };
}

export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    MAC,
    chromium.executablePath(),
  ];
  return candidates.find((path) => existsSync(path));
}

function waysToInstall(): readonly (readonly ['apt-get' | 'playwright', readonly string[]])[] {
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    return [
      ['apt-get', ['update', '-q']],
      ['apt-get', ['install', '-y', '-q', 'chromium', 'fonts-noto-cjk']],
    ];
  }
  return [['playwright', ['install', 'chromium']]];
}

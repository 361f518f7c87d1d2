/** The budgets of the reading experience, compressed as a server would send it. */
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { embeds, files, gzipped, pages } from './site.ts';

const KB = 1000;
const PAGE = 30 * KB;
/** Head, styles and first screen fit into the first flight of packets. */
const FIRST_FLIGHT = 14_600;
const SITE_SCRIPT = 3 * KB;
const WIDGET = 16 * KB;
/** The explorer of kube-proxy shows five views of one object. */
const EXPLORER = 30 * KB;
const READER = 31 * KB;
const EMBED_FILES = 5;

test.each(pages.map(({ file, html }) => [file, html] as const))('%s', (_, html) => {
  expect(gzipped(html)).toBeLessThanOrEqual(PAGE);
  const title = html.indexOf('</h1>');
  expect(title).toBeGreaterThan(0);
  expect(gzipped(html.slice(0, title))).toBeLessThanOrEqual(FIRST_FLIGHT);
});

test.each(embeds.map(({ file, html }) => [file, html] as const))('%s', (_, html) => {
  expect(gzipped(html)).toBeLessThanOrEqual(PAGE);
  expect(html.match(/<script[^>]+src=/g)?.length ?? 0).toBeLessThanOrEqual(EMBED_FILES);
});

describe('scripts', () => {
  const scripts = files.filter((file) => /^live\/[a-z-]+\.js$/.test(file));
  const widgets = scripts.filter((file) => files.includes(file.replace(/\.js$/, '.answer.js')));

  test('of the site', () => {
    expect(gzipped(readFileSync('dist/live/site.js'))).toBeLessThanOrEqual(SITE_SCRIPT);
  });

  test.each(widgets)('%s', (file) => {
    const limit = file === 'live/kube-proxy.js' ? EXPLORER : WIDGET;
    expect(gzipped(readFileSync(`dist/${file}`))).toBeLessThanOrEqual(limit);
  });

  test('that reads YAML', () => {
    expect(gzipped(readFileSync('dist/live/read.js'))).toBeLessThanOrEqual(READER);
  });

  test('there are widgets', () => {
    expect(widgets.length).toBeGreaterThan(2);
  });
});

test('the command line is one file that can be run', () => {
  const text = readFileSync('dist-cli/livenotes.mjs', 'utf8');
  expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true);
  const imports = [...text.matchAll(/^import\b[^;]*?from ?["']([^"']+)["']/gm)].map(
    ([, from]) => from,
  );
  expect(imports.filter((from) => !from?.startsWith('node:'))).toEqual([]);
  expect(statSync('dist-cli/livenotes.mjs').size).toBeLessThan(1200 * KB);
});

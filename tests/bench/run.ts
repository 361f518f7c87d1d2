/** `npm run bench`: what QUALITY asks for, measured here and now, with the aim beside it. Asserts nothing. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { run, runTool } from '../command.ts';
import { findBrowser } from '../install-browser.ts';
import { measureCli } from './cli.ts';
import { measureDrive } from './cluster.ts';
import { measureHour } from './lifecycle.ts';
import { measureNetfilter } from './netfilter.ts';
import { measurePages } from './pages.ts';
import { measureRules } from './rules.ts';
import { measureScrub } from './scrub.ts';

const rows: [what: string, measured: string, aim: string][] = [];
const tell = (what: string, measured: string, aim: string) => {
  rows.push([what, measured, aim]);
  console.log(`${what.padEnd(46)} ${measured.padEnd(28)} ${aim}`);
};

tell('', 'measured', 'aim');
const build = await runTool('astro', ['build']);
if (build.code !== 0) {
  console.error(build.output);
  process.exit(1);
}
tell('build of the site, cold', seconds(build.ms), '≤ 30 s for 60 pages');

for (const [file, aim] of [
  ['site', '≤ 3 KB'],
  ['qos', '≤ 16 KB'],
  ['quantity', '≤ 16 KB'],
  ['eviction', '≤ 16 KB'],
  ['pod-timeline', '≤ 16 KB'],
  ['packet-walk', '≤ 16 KB'],
  ['rules-diff', '≤ 16 KB'],
  ['control-plane', '≤ 16 KB'],
  ['drive', '≤ 16 KB'],
  ['netfilter', 'after typing'],
  ['read', '≤ 31 KB, after typing'],
  ['qos.answer', 'after typing'],
  ['search', 'at the first search'],
] as const) {
  const size = gzipSync(readFileSync(`dist/live/${file}.js`), { level: 9 }).length;
  tell(`live/${file}.js, gzip`, kilobytes(size), aim);
}

const { ms, megabytes, items } = await measureCli(10_000);
tell(`classify ${items} Pods, whole process`, `${seconds(ms)}, ${megabytes} MB`, '≤ 2 s, ≤ 400 MB');

const hour = measureHour();
tell(`simulate an hour's crash loop, ${hour.steps} steps`, `${hour.ms.toFixed(1)} ms`, '≤ 20 ms');

const driven = measureDrive();
tell(
  `drive 30 crash-looping Pods for 10 minutes, ${driven.writes} writes`,
  `${driven.ms.toFixed(0)} ms, ${driven.megabytes} MB`,
  'bounded',
);

const big = measureRules(5000, 10);
tell(`5,000 Services × 10 endpoints, ${big.rules} rules`, seconds(big.ms), '≤ 2 s');
const netfilter = measureNetfilter();
const { rules, parse, print, same, first, trace } = netfilter;
tell(`parse ${rules} rules of iptables-save`, `${parse.toFixed(0)} ms`, '≤ 400 ms');
tell(
  'print them back',
  `${print.toFixed(1)} ms, ${same ? 'the same' : 'DIFFERENT'}`,
  'byte for byte',
);
tell(
  'trace one packet in them',
  `${trace.toFixed(2)} ms, the first ${first.toFixed(1)} ms`,
  '≤ 5 ms',
);

const browser = findBrowser();
if (browser === undefined) console.log('No Chromium here: pages are not measured.');
else {
  const scrub = await measureScrub(browser);
  tell(
    `scrub that hour, ${scrub.spans} spans, CPU 4 × slower`,
    `${scrub.fps} frames a second, ${scrub.late} of ${scrub.frames} late`,
    `60 (idle: ${scrub.idle})`,
  );
  for (const page of await measurePages(browser)) {
    tell(
      `${page.file}: before LCP`,
      `${page.requestsBeforeLcp} requests, ${kilobytes(page.bytesBeforeLcp)}`,
      '1 request, ≤ 30 KB',
    );
    tell(
      `${page.file}: LCP, blocked, shift`,
      `${page.lcp} ms (${page.timesFloor.toFixed(2)} × floor), ${page.blocked} ms, ${page.shift}`,
      '≤ 1.15 × floor, ≤ 50 ms, 0',
    );
  }
}
const { output } = await run('git', ['rev-parse', '--short', 'HEAD']);
console.log(`\n${rows.length - 1} figures at ${output.trim()}, Node ${process.version}`);

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

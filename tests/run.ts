/**
 * `npm test`: every kind of test in one run, its last line the sum over all runners. Two lanes share the
 * machine: one builds the site and walks it in a browser, the other checks, runs the unit tests and then
 * reads what was built. `npm test -- unit dist` runs only the suites named.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CheckStep, engineTypes, format, lint, types } from './check.ts';
import { runTool } from './command.ts';
import { installBrowser } from './install-browser.ts';
import { kernelMissing } from './kernel/machine.ts';
import { type Outcome, playwrightOutcome, stepOutcome, vitestOutcome } from './outcome.ts';

const SUITES = ['check', 'build', 'unit', 'dist', 'e2e'] as const;
type Suite = (typeof SUITES)[number];

const CACHE = '.cache';
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SUITES.some((suite) => suite === name));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}. There are: ${SUITES.join(', ')}`);
  process.exit(2);
}

const PLAYWRIGHT = ['test', '--config', 'tests/e2e/playwright.config.ts'];
const counts = new Map<Suite, { passed: number; failed: number; skipped: number; ms: number }>();
mkdirSync(CACHE, { recursive: true });

const browser = wants('e2e') ? installBrowser() : undefined;
const built = only('build', () => step('build', 'build', () => runTool('astro', ['build'])));
await Promise.all([
  built.then(() => onBuilt('e2e', endToEnd)),
  (async () => {
    await only('check', async () => {
      for (const part of [format, lint, engineTypes]) await checkStep(part);
    });
    await only('unit', unit);
    await built;
    await only('check', () => checkStep(types));
    await onBuilt('dist', () => vitest('dist', ['tests/dist']));
  })(),
]);
end();

function wants(suite: Suite): boolean {
  return asked.length === 0 || asked.includes(suite);
}

async function only(suite: Suite, work: () => Promise<void>): Promise<void> {
  if (wants(suite)) await work();
}

/** After a failed build there is nothing of this run's to look at. */
async function onBuilt(suite: Suite, work: () => Promise<void>): Promise<void> {
  if (counts.get('build')?.failed !== 1) return only(suite, work);
  if (wants(suite)) console.log(`${suite} is not run: there is no build`);
}

function checkStep(part: CheckStep): Promise<void> {
  return step('check', part.name, part.run);
}

async function step(suite: Suite, name: string, work: CheckStep['run']): Promise<void> {
  const ran = await work();
  tell(suite, name, stepOutcome(ran), ran.ms);
}

async function vitest(suite: Suite, args: readonly string[]): Promise<void> {
  const report = fresh(`${CACHE}/${suite}.json`);
  const ran = await runTool('vitest', [
    'run',
    // A busy machine is no failure.
    '--testTimeout=120000',
    '--reporter=json',
    `--outputFile=${report}`,
    ...args,
  ]);
  tell(suite, suite, vitestOutcome(report, ran), ran.ms);
}

async function unit(): Promise<void> {
  const reason = kernelMissing();
  if (reason !== undefined) console.log(`Tests on this machine's kernel are skipped: ${reason}`);
  await vitest('unit', ['--exclude', 'tests/{dist,e2e}/**']);
}

async function endToEnd(): Promise<void> {
  const found = await browser;
  if (found === undefined) return;
  if ('reason' in found) {
    console.log(`Browser tests are skipped: ${found.reason}`);
    const { output, ms } = await runTool('playwright', [
      ...PLAYWRIGHT,
      '--list',
      '--reporter=list',
    ]);
    const skipped = Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1);
    tell('e2e', 'e2e', { passed: 0, failed: 0, skipped, failures: [] }, ms);
    return;
  }
  const report = fresh(`${CACHE}/e2e.json`);
  const ran = await runTool('playwright', [...PLAYWRIGHT, '--reporter=json'], {
    CHROMIUM: found.path,
    // A relative path would be taken from the configuration's folder.
    PLAYWRIGHT_JSON_OUTPUT_NAME: resolve(report),
  });
  tell('e2e', 'e2e', playwrightOutcome(report, ran), ran.ms);
}

/** An old report must not be taken for this run's. */
function fresh(file: string): string {
  rmSync(file, { force: true });
  return file;
}

function tell(suite: Suite, name: string, outcome: Outcome, ms: number): void {
  const { passed, failed, skipped, failures } = outcome;
  const before = counts.get(suite) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
  counts.set(suite, {
    passed: before.passed + passed,
    failed: before.failed + failed,
    skipped: before.skipped + skipped,
    ms: Math.round(before.ms + ms),
  });
  const word = failed > 0 ? 'FAILED' : 'ok    ';
  const seconds = (ms / 1000).toFixed(1).padStart(6);
  console.log(`${word} ${name.padEnd(13)} ${seconds} s  ${passed}/${passed + failed + skipped}`);
  for (const failure of failures) console.log(`\n${failure.trim()}\n`);
}

function end(): void {
  const all = [...counts.values()];
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    all.reduce((total, count) => total + count[key], 0);
  writeFileSync(
    `${CACHE}/test-summary.json`,
    `${JSON.stringify(Object.fromEntries(counts), undefined, 2)}\n`,
  );
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
}

/** What `npm run check` holds the sources to; with `--fix` what a tool can mend is mended. */
import { pathToFileURL } from 'node:url';
import { type Ran, runTool } from './command.ts';

/** No formatter touches `.mdx`: all of them break fenced code inside components. */
const FORMATTED = [
  '*.{json,md,mjs}',
  '!package-lock.json',
  '.github/**/*.yml',
  'src/**/*.{ts,tsx,astro,css,json,md}',
  'tests/**/*.{ts,tsx,md}',
];

export interface CheckStep {
  readonly name: string;
  readonly run: () => Promise<Ran>;
}

export const format: CheckStep = {
  name: 'format',
  run: () => runTool('prettier', ['--check', '--log-level', 'warn', ...FORMATTED]),
};
export const lint: CheckStep = {
  name: 'lint',
  run: () => runTool('biome', ['lint', '--error-on-warnings']),
};
/** Reads and writes `.astro/`, as a build does: never run both at once. */
export const types: CheckStep = {
  name: 'types',
  run: () => runTool('astro', ['check', '--minimumFailingSeverity', 'warning']),
};
export const engineTypes: CheckStep = {
  name: 'engine types',
  run: () => runTool('tsc', ['-p', 'src/engine']),
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--fix')) {
    await runTool('prettier', ['--write', '--log-level', 'warn', ...FORMATTED]);
    await runTool('biome', ['lint', '--write']);
  }
  for (const step of [format, lint, engineTypes, types]) {
    const { code, output } = await step.run();
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name}`);
    if (code !== 0) {
      console.log(output);
      process.exitCode = 1;
    }
  }
}

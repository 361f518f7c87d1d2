/** The house keeps its walls: imports go one way, engines are pure, and these guards do catch what they are for. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { impurities, importsOf, refusal } from './rooms.ts';

const files = globSync('src/**/*.{ts,tsx,astro}')
  .map((file) => file.split(sep).join('/').slice('src/'.length))
  .filter((file) => file.includes('/'));

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = normalize(join(dirname(from), specifier.replace(/\?.*$/, '')));
  return path.split(sep).join('/');
}

describe('imports', () => {
  test.each(files)('src/%s imports only what its room may', (file) => {
    const refused = importsOf(readFileSync(`src/${file}`, 'utf8')).flatMap(
      (specifier) => refusal(file, resolved(file, specifier)) ?? [],
    );
    expect(refused).toEqual([]);
  });

  test.each([
    ['engine/pod/index.ts', 'ui/messages.ts'],
    ['engine/pod/index.ts', 'node:fs'],
    ['engine/pod/index.ts', 'preact'],
    ['engine/pod/index.ts', 'engine/quantity/parse.ts'],
    ['engine/versions.ts', 'engine/quantity/parse.ts'],
    ['ui/frame.tsx', 'widgets/define.ts'],
    ['ui/frame.tsx', 'node:path'],
    ['widgets/qos/view.tsx', 'widgets/quantity/view.tsx'],
    ['widgets/qos/view.tsx', 'site/href.ts'],
    ['widgets/qos/answer.ts', 'engine/qos/classify.ts'],
    ['site/nav.ts', 'pages/index.astro'],
    ['site/nav.ts', 'build/feeds.ts'],
    ['build/feeds.ts', 'pages/index.astro'],
    ['cli/livenotes.ts', 'build/cli.ts'],
    ['cli/commands/qos.ts', 'engine/read/yaml-parse.ts'],
    ['engine/pod/index.ts', '../tests/fixtures.ts'],
    ['widgets/qos/presets.ts', '../content/30-qos/10-classes/whole-pod.yaml'],
  ])('%s must not import %s', (from, to) => {
    expect(refusal(from, to)).toBeDefined();
  });

  test.each([
    ['engine/qos/index.ts', 'engine/quantity/index.ts'],
    ['engine/qos/index.ts', 'engine/qos/reasons.ts'],
    ['engine/read/index.ts', 'yaml'],
    ['widgets/qos/view.tsx', 'widgets/define.ts'],
    ['widgets/qos/view.tsx', 'ui/messages.ts'],
    ['build/feeds.ts', 'site/href.ts'],
    ['build/conformance.ts', '../tests/conformance.ts'],
    ['pages/index.astro', '../content/index/web.yaml'],
    ['cli/livenotes.ts', '../package.json'],
    ['cli/commands/qos.ts', 'widgets/qos/messages.ts'],
  ])('%s may import %s', (from, to) => {
    expect(refusal(from, to)).toBeUndefined();
  });

  test('are found in every form', () => {
    const text = `import a from './a.ts'; import type { B } from './b.ts'; export * from './c.ts'; await import('./d.ts');`;
    expect(importsOf(text)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
    expect(
      importsOf(`---\nimport e from './e.ts';\n---\n<script>import './f.ts';</script>`),
    ).toEqual(['./e.ts', './f.ts']);
  });
});

describe('engines', () => {
  const engines = files.filter((file) => file.startsWith('engine/'));

  test.each(engines)('src/%s knows neither clock nor chance nor locale', (file) => {
    expect(impurities(readFileSync(`src/${file}`, 'utf8'))).toEqual([]);
  });

  test.each([
    'export const now = Date.now();',
    'export const luck = Math.random();',
    'export const { random } = Math;',
    'export const order = ["b", "a"].sort((a, b) => a.localeCompare(b));',
    'export const number = (1e6).toLocaleString();',
    'export const parts = new Intl.Segmenter();',
  ])('would not get away with %s', (code) => {
    expect(impurities(code)).not.toEqual([]);
  });

  test('may speak of dates in comments and messages', () => {
    expect(impurities('// Date.now() is not used\nexport const text = "Date";')).toEqual([]);
  });

  test.each([
    'export const title: string = document.title;',
    'export const now = (): number => performance.now();',
    'export const later = (): unknown => setTimeout(() => {}, 1);',
    'export const home = (): unknown => process.env;',
    'export const ask = (): unknown => fetch("x");',
  ])('do not compile with %s', (code) => {
    expect(engineErrors(code)).not.toEqual([]);
  });

  test('compile without it', () => {
    expect(engineErrors('export const one: number = 1;')).toEqual([]);
  });
});

/** What the engine's own compiler settings say of a file that would lie among the engine's files. */
function engineErrors(code: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    'src/engine/tsconfig.json',
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      },
    },
  );
  if (!config) throw new Error('src/engine/tsconfig.json cannot be read');
  const sample = join(process.cwd(), 'src/engine/sample.tsx');
  const host = ts.createCompilerHost(config.options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === sample || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === sample
      ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2024, true)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([sample], config.options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(sample))
    .map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
}

/** Runs a tool of node_modules with the Node that runs this file, and keeps what it says. */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

export interface Ran {
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
  readonly ms: number;
}

export const TOOLS = {
  astro: 'node_modules/astro/bin/astro.mjs',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  playwright: 'node_modules/@playwright/test/cli.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
} as const;

export function runTool(
  tool: keyof typeof TOOLS,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return run(process.execPath, [TOOLS[tool], ...args], env);
}

/** Never rejects: a program that cannot be started has code 127 and says why. */
export function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const started = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const end = (code: number) =>
      resolve({
        code,
        output: stripVTControlCharacters(output),
        ms: performance.now() - started,
      });
    const child = spawn(program, args, {
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

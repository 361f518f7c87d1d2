/** Runs the command line in this process, on texts that lie in files of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { main } from '../../src/cli/livenotes.ts';

export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** English unless `--lang` or `env` say otherwise. */
export function run(args: readonly string[], env: Record<string, string> = {}): Run {
  let out = '';
  let err = '';
  const status = main(args, {
    env,
    terminal: false,
    print: (text) => {
      out += typeof text === 'string' ? text : new TextDecoder().decode(text);
    },
    complain: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

/** To be called once in a test file: gives the path of a file with that text, which is gone afterwards. */
export function folderOfFiles(): (name: string, text: string) => string {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'livenotes-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
}

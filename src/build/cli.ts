import { chmodSync } from 'node:fs';
import { build } from 'esbuild';

const FILE = 'dist-cli/livenotes.mjs';

/** One file without dependencies, for plain Node 20 and newer: what a jump host can run. */
export async function buildCli(): Promise<void> {
  await build({
    entryPoints: ['src/cli/main.ts'],
    outfile: FILE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    // Names stay: a stack that somebody sends should say something.
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(FILE, 0o755);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { buildCli } from './cli.ts';
import { buildLive } from './live.ts';

/** Everything in `dist/` that is not a page, and the command line beside it. */
export function artefacts(): AstroIntegration {
  return {
    name: 'artefacts',
    hooks: {
      'astro:server:setup': ({ server }) => {
        server.middlewares.use(async (request, response, next) => {
          const path = request.url?.split('?')[0]?.slice(1);
          if (!path?.startsWith('live/')) return next();
          const file = (await buildLive()).find((candidate) => candidate.path === path);
          if (!file) return next();
          response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
          response.end(file.bytes);
        });
      },
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir);
        for (const file of await buildLive()) write(join(root, file.path), file.bytes);
        await buildCli();
      },
    },
  };
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { builtPages } from './built-pages.ts';
import { buildCli } from './cli.ts';
import { feeds, twinOf } from './feeds.ts';
import { buildLive } from './live.ts';
import { markdownTwin } from './markdown-twin.ts';
import { searchIndex } from './search-index.ts';

/** Everything in `dist/` that is not a page, and the command line beside it. */
export function artefacts(): AstroIntegration {
  let site = '';
  return {
    name: 'artefacts',
    hooks: {
      'astro:config:done': ({ config }) => {
        site = config.site ?? site;
      },
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
        const pages = builtPages(root);
        for (const page of pages) write(join(root, twinOf(page.file)), markdownTwin(page));
        for (const file of feeds(pages, site)) write(join(root, file.path), file.text);
        for (const file of await searchIndex(pages)) {
          write(join(root, file.path), 'text' in file ? file.text : file.bytes);
        }
        await buildCli();
      },
    },
  };
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

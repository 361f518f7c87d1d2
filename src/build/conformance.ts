/** Counts the cases that agree with upstream before pages are made, so that no number on them is typed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AstroIntegration } from 'astro';
import { conformance } from '../../tests/conformance.ts';
import { AGREEMENTS_FILE } from '../site/conformance.ts';

export function counts(): AstroIntegration {
  return {
    name: 'conformance',
    hooks: {
      'astro:config:setup': ({ command }) => {
        if (command !== 'build' && command !== 'dev') return;
        const results = conformance();
        const wrong = results.flatMap(({ wrong }) => wrong.map(({ id }) => id));
        if (wrong.length > 0) throw new Error(`Differs from upstream: ${wrong.join(', ')}`);
        mkdirSync(dirname(AGREEMENTS_FILE), { recursive: true });
        const agreements = results.map(({ wrong: _, ...agreement }) => agreement);
        writeFileSync(AGREEMENTS_FILE, `${JSON.stringify(agreements, undefined, 2)}\n`);
      },
    },
  };
}

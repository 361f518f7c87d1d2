/** The built site in every place it is used from: a root, a sub-path, a folder, and a foreign page's frame. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveFolder } from '../src/build/serve.ts';

export interface Places {
  /** Addresses of `dist/`, each with a slash at its end. */
  readonly root: string;
  readonly subPath: string;
  readonly file: string;
  /** Another site on another port, whose folder `foreignPage` writes into. */
  readonly foreign: string;
  /** Puts a page on the foreign site and gives its address. */
  readonly foreignPage: (name: string, html: string) => string;
  readonly close: () => Promise<void>;
}

export async function openPlaces(): Promise<Places> {
  const folder = mkdtempSync(join(tmpdir(), 'livenotes-'));
  const copy = join(folder, '活页 笔记');
  cpSync('dist', copy, { recursive: true });
  const elsewhere = mkdtempSync(join(tmpdir(), 'livenotes-wiki-'));
  const [root, subPath, foreign] = await Promise.all([
    serveFolder('dist'),
    serveFolder('dist', { base: '/a/b/' }),
    serveFolder(elsewhere),
  ]);
  return {
    root: root.url,
    subPath: subPath.url,
    file: `${pathToFileURL(copy).href}/`,
    foreign: foreign.url,
    foreignPage: (name, html) => {
      writeFileSync(join(elsewhere, name), html);
      return foreign.url + name;
    },
    close: async () => {
      await Promise.all([root.close(), subPath.close(), foreign.close()]);
      for (const made of [folder, elsewhere]) rmSync(made, { recursive: true });
    },
  };
}

import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Program } from 'estree';
import type { Root } from 'mdast';
import type {} from 'mdast-util-mdx';

/** `almost-guaranteed.yaml` is in scope as `almostGuaranteed`. */
export function sampleName(file: string): string {
  return file
    .replace(/\.[a-z]+$/, '')
    .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Brings every sample file of a page's folder into the page's scope as raw text: authors import nothing. */
export function samples() {
  return (tree: Root, file: { path?: string }) => {
    const folder = file.path === undefined ? undefined : dirname(file.path);
    if (folder === undefined) return;
    for (const name of readdirSync(folder)) {
      if (!/\.(ya?ml|txt|json)$/.test(name)) continue;
      tree.children.unshift({
        type: 'mdxjsEsm',
        value: '',
        data: { estree: importOf(sampleName(name), `./${name}?raw`) },
      });
    }
  };
}

function importOf(local: string, source: string): Program {
  return {
    type: 'Program',
    sourceType: 'module',
    body: [
      {
        type: 'ImportDeclaration',
        attributes: [],
        specifiers: [
          { type: 'ImportDefaultSpecifier', local: { type: 'Identifier', name: local } },
        ],
        source: { type: 'Literal', value: source, raw: JSON.stringify(source) },
      },
    ],
  };
}

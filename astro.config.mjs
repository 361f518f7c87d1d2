import mdx from '@astrojs/mdx';
import { unified } from '@astrojs/markdown-remark';
import { defineConfig } from 'astro/config';
import remarkCjkFriendly from 'remark-cjk-friendly';
import { codeClasses } from './src/build/code-style.ts';
import { headingIds } from './src/build/heading-ids.ts';
import { artefacts } from './src/build/artefacts.ts';
import { counts } from './src/build/conformance.ts';
import { pageLinks } from './src/build/page-links.ts';
import { samples } from './src/build/samples.ts';
import { termCards } from './src/build/terms.ts';

export default defineConfig({
  site: process.env.SITE_URL ?? 'https://livenotes.example',
  trailingSlash: 'never',
  build: { format: 'preserve', inlineStylesheets: 'always' },
  compressHTML: true,
  devToolbar: { enabled: false },
  markdown: {
    processor: unified({
      remarkPlugins: [remarkCjkFriendly, headingIds, samples, pageLinks, termCards],
    }),
    shikiConfig: { theme: 'css-variables', transformers: [codeClasses] },
  },
  integrations: [mdx(), counts(), artefacts()],
});

import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { pageId } from './site/page-id.ts';

const pages = defineCollection({
  loader: glob({
    pattern: '**/{zh,en}.mdx',
    base: './content',
    generateId: ({ entry }) => pageId(entry),
  }),
  schema: z
    .object({
      title: z.string().min(1),
      /** One sentence: lists, feed and search engines show it. */
      summary: z.string().min(1),
      /** The Kubernetes minor that the page was checked against; a section's own entry has none. */
      version: z.string().optional(),
    })
    .strict(),
});

export const collections = { pages };

/**
 * Relative links, so that one build works at a root, under a sub-path and from `file://`.
 * Both arguments are paths of files below the site's root, such as `zh/qos/classes.html`.
 */
export function href(from: string, to: string): string {
  const [file = '', anchor] = to.split('#');
  const fragment = anchor === undefined ? '' : `#${anchor}`;
  if (file === from) return fragment || (file.split('/').at(-1) ?? file);
  const here = from.split('/').slice(0, -1);
  const there = file.split('/');
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) {
    shared++;
  }
  return '../'.repeat(here.length - shared) + there.slice(shared).join('/') + fragment;
}

/** The file of a page id: `zh/qos/classes` is `zh/qos/classes.html`, a language alone its front page. */
export function pageFile(id: string): string {
  return id.includes('/') ? `${id}.html` : `${id}/index.html`;
}

/**
 * The public address of a file, for readers that are not on the site: canonical links, cards.
 * The site may have a path of its own.
 */
export function publicUrl(site: URL | undefined, file: string): string {
  if (site === undefined) throw new Error('astro.config.mjs must name the site');
  return new URL(file, site.href.endsWith('/') ? site : `${site.href}/`).href;
}

import { remember } from './here.ts';

/** The language switch leads to the heading being read: ids are the same in both languages. */
export function twinLink(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[hreflang]')) {
    link.addEventListener('click', () => {
      remember('lang', link.hreflang.slice(0, 2));
      if (!link.hasAttribute('data-twin')) return;
      const heading = headingBeingRead();
      if (heading) link.hash = heading.id;
    });
  }
}

/** The last heading above the upper third of the window. */
function headingBeingRead(): Element | undefined {
  return [...document.querySelectorAll('main :is(h2, h3)[id]')]
    .filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3)
    .at(-1);
}

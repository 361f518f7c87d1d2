import { remember } from './here.ts';

/**
 * The language switch leads to the heading being read, whose id is the same in both languages, and takes
 * along what the reader typed: `#rule&input=…`.
 */
export function twinLink(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[hreflang]')) {
    link.addEventListener('click', () => {
      remember('lang', link.hreflang.slice(0, 2));
      if (!link.hasAttribute('data-twin')) return;
      const parts = [headingBeingRead()?.id, ...partsOf(location.hash).typed];
      link.hash = parts.filter((part) => part !== undefined).join('&');
    });
  }
  const { id, typed } = partsOf(location.hash);
  if (id === undefined || typed.length === 0) return;
  document.getElementById(id)?.scrollIntoView();
  try {
    history.replaceState(history.state, '', `#${typed.join('&')}`);
  } catch {
    // Only the address keeps the heading.
  }
}

/** Of a fragment: the id of a heading, and what belongs to widgets. */
function partsOf(hash: string) {
  const parts = hash.slice(1).split('&');
  return {
    id: parts.find((part) => part !== '' && !part.includes('=')),
    typed: parts.filter((part) => part.includes('=')),
  };
}

/** The last heading above the upper third of the window. */
function headingBeingRead(): Element | undefined {
  return [...document.querySelectorAll('main :is(h2, h3)[id]')]
    .filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3)
    .at(-1);
}

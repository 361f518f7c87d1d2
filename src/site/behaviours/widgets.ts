import { loadScript, NEAR } from '../../ui/load.ts';

/** Fetches the script of each kind of widget when the first of its kind comes near the window. */
export function loadWidgets(): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const name = target.getAttribute('name');
        if (!isIntersecting || name === null) continue;
        near.unobserve(target);
        void loadScript(name).catch(() => near.observe(target));
      }
    },
    { rootMargin: NEAR },
  );
  for (const widget of document.querySelectorAll('kln-widget')) near.observe(widget);
}

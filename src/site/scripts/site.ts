import { loadScript } from '../../ui/load.ts';

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const name = entry.target.getAttribute('name');
      if (!entry.isIntersecting || name === null) continue;
      seen.unobserve(entry.target);
      void loadScript(name).catch(() => seen.observe(entry.target));
    }
  },
  { rootMargin: '400px' },
);
for (const widget of document.querySelectorAll('kln-widget')) seen.observe(widget);

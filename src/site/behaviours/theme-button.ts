import { type Pair, say } from '../../ui/messages.ts';
import { pageLang, remember } from './here.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const LABELS = {
  auto: ['主题：跟随系统', 'Theme: as the system'],
  light: ['主题：浅色', 'Theme: light'],
  dark: ['主题：深色', 'Theme: dark'],
} satisfies Record<Theme, Pair>;

/** Auto, light, dark, in turn. */
export function themeButton(): void {
  const root = document.documentElement;
  const button = document.querySelector('[data-theme-button]');
  if (!button) return;
  const current = () => THEMES.find((theme) => theme === root.dataset['theme']) ?? 'auto';
  const name = () => {
    const label = say(LABELS[current()], pageLang());
    button.setAttribute('aria-label', label);
    button.setAttribute('title', label);
  };
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'auto';
    root.dataset['theme'] = next;
    remember('theme', next);
    dropFromAddress();
    name();
  });
  name();
  carryBetweenFiles(() => root.dataset['theme']);
}

/** A theme in the address has had its effect; left there it would undo the reader's choice on reload. */
function dropFromAddress(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('theme')) return;
  address.searchParams.delete('theme');
  try {
    history.replaceState(history.state, '', address);
  } catch {
    // Only the address stays as it was.
  }
}

/** Firefox gives every file its own storage, so on `file://` the theme travels with the link. */
function carryBetweenFiles(theme: () => string | undefined): void {
  if (location.protocol !== 'file:') return;
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    const chosen = theme();
    if (!link || !chosen || link.protocol !== 'file:' || link.pathname === location.pathname)
      return;
    const address = new URL(link.href);
    address.searchParams.set('theme', chosen);
    link.href = address.href;
  });
}

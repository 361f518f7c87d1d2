import type { Lang } from '../../ui/messages.ts';

/** The language of the document that this script runs in. */
export const pageLang = (): Lang => (document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');

/** Remembers a choice for later visits; where storage is missing the choice holds for this page. */
export function remember(key: 'theme' | 'lang', value: string): void {
  try {
    localStorage.setItem(`livenotes:${key}`, value);
  } catch {
    // Private windows and sandboxed frames may forbid it.
  }
}

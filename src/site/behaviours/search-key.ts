import { livenotes, loadScript } from '../../ui/load.ts';

/** Opens the search panel, whose script is fetched at the first wish to search. */
export function searchKey(): void {
  const button = document.querySelector('[data-search]');
  if (!button) return;
  const open = async () => {
    await loadScript('search');
    (livenotes.parts['search'] as { open(): void }).open();
  };
  const key = button.querySelector('kbd');
  if (key && /Mac|iP(hone|ad|od)/.test(navigator.platform)) key.textContent = '⌘ K';
  button.addEventListener('click', () => void open());
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    if (event.altKey || event.shiftKey) return;
    event.preventDefault();
    void open();
  });
}

/**
 * The embedded page's side of the contract with its host, version 1. It says how high it is, at once
 * and after every change, and takes the host's theme. Nothing in the messages is secret.
 */
const TO_HOST = 'livenotes-embed';
const FROM_HOST = 'livenotes-embed-host';
const VERSION = 1;

interface FromHost {
  readonly source: typeof FROM_HOST;
  readonly v: typeof VERSION;
  readonly type: 'init' | 'theme';
  readonly theme?: unknown;
}

export function announceSize(): void {
  const root = document.documentElement;
  const id = new URLSearchParams(location.search).get('id') ?? '';
  const post = (type: 'ready' | 'resize') => {
    if (parent === window) return;
    const height = Math.ceil(root.getBoundingClientRect().height);
    parent.postMessage({ source: TO_HOST, v: VERSION, type, id, height }, '*');
    askForSize();
  };
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || !isFromHost(data)) return;
    const { theme } = data;
    if (theme === 'light' || theme === 'dark' || theme === 'auto') root.dataset['theme'] = theme;
    if (data.type === 'init') post('ready');
  });
  post('ready');
  new ResizeObserver(() => post('resize')).observe(root);
}

function isFromHost(data: unknown): data is FromHost {
  if (typeof data !== 'object' || data === null) return false;
  const { source, v, type } = data as Partial<Record<keyof FromHost, unknown>>;
  return source === FROM_HOST && v === VERSION && (type === 'init' || type === 'theme');
}

/** Browsers that size frames by their content want to be asked again after a change. */
function askForSize(): void {
  try {
    (window as { requestResize?: () => void }).requestResize?.();
  } catch {
    // The host did not allow it; the message above still tells it.
  }
}

/**
 * Scripts that are needed late are classic files added as `<script>`: modules and `fetch` are dead on
 * `file://`, and classic scripts need no CORS in a sandboxed frame. Each one puts what it offers into
 * `livenotes.parts` under its own name.
 */
import type * as Late from './late.ts';

interface LiveNotes {
  readonly parts: Record<string, unknown>;
  /** Scripts that are loaded or on their way. */
  readonly loading: Map<string, Promise<void>>;
}

const host = globalThis as { livenotes?: LiveNotes };
host.livenotes ??= { parts: {}, loading: new Map() };
export const livenotes: LiveNotes = host.livenotes;

/** Where the site's script files are, seen from this page: the address of the running script. */
export const liveBase: string =
  typeof document === 'undefined'
    ? ''
    : ((document.currentScript as HTMLScriptElement | null)?.src.replace(/[^/]*$/, '') ?? '');

/** What the script `live/NAME.js` offers, loaded when it is first wanted. */
export async function loadPart<Part>(name: string): Promise<Part> {
  await loadScript(name);
  return livenotes.parts[name] as Part;
}

/** What a view needs only when the reader does something. */
export function late(): Promise<typeof Late> {
  return loadPart('later');
}

/** Loads `live/NAME.js` once. Rejects when it cannot be had; a later call tries again. */
export function loadScript(name: string): Promise<void> {
  const known = livenotes.loading.get(name);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${liveBase}${name}.js`;
    // In the order of the calls: a part takes others from where they have been put.
    script.async = false;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      livenotes.loading.delete(name);
      reject(new Error(`Cannot load ${script.src}`));
    };
    document.head.append(script);
  });
  livenotes.loading.set(name, loading);
  return loading;
}

/** How far outside the window something is when it is prepared for being seen. */
export const NEAR = '400px';

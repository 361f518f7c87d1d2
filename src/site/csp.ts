import { createHash } from 'node:crypto';

interface Allowed {
  /** Text of each inline script, exactly as it stands in the page. */
  readonly inline: readonly string[];
  /** Whether scripts may read other files of this site (the search index). */
  readonly network: boolean;
}

/**
 * The policy that every page carries itself, because a folder on a share or GitHub Pages sends no
 * headers. `'self'` also matches on `file://` in Chromium and Firefox.
 */
export function contentSecurityPolicy({ inline, network }: Allowed): string {
  const hashes = inline.map(
    (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  const wasm = network ? ["'wasm-unsafe-eval'"] : [];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...wasm, ...hashes].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src ${network ? "'self'" : "'none'"}`,
    "worker-src 'self' blob:",
    "font-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The policy that each page carries: own scripts only, no inline script but the ones it names. */
import { createHash } from 'node:crypto';
import { select, selectAll } from 'hast-util-select';
import { describe, expect, test } from 'vitest';
import { attribute, html, page } from './site.ts';

describe.each(html.map(({ file }) => file))('%s', (file) => {
  const tree = page(file)?.tree ?? { type: 'root' as const, children: [] };
  const meta = select('meta[http-equiv="Content-Security-Policy" i]', tree);
  const policy = new Map(
    (meta ? (attribute(meta, 'content') ?? '') : '').split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );

  test('allows nothing by default, and no script but its own', () => {
    expect(policy.get('default-src')).toEqual(["'none'"]);
    const scripts = policy.get('script-src') ?? [];
    const allowed = /^'(self|wasm-unsafe-eval|sha256-[A-Za-z0-9+/]+=*)'$/;
    expect(scripts.filter((source) => !allowed.test(source))).toEqual([]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
    const others = [...policy.values()]
      .flat()
      .filter((source) => /^https?:|^\*|^\/\//.test(source));
    expect(others).toEqual([]);
  });

  test('names exactly the inline scripts that it has', () => {
    const inline = selectAll('script:not([src])', tree)
      .filter((script) => attribute(script, 'type') === undefined)
      .map((script) => `'sha256-${sha256(textOf(script.children))}'`);
    const named = (policy.get('script-src') ?? []).filter((source) => source.startsWith("'sha"));
    expect(named.sort()).toEqual(inline.sort());
  });

  test('has no handler in an attribute', () => {
    const handlers = selectAll('*', tree).flatMap((element) =>
      Object.keys(element.properties).filter((name) => /^on[A-Z]|^on[a-z]+$/.test(name)),
    );
    expect(handlers).toEqual([]);
    expect(selectAll('a[href^="javascript:"]', tree)).toEqual([]);
  });

  test('has the policy before anything that it governs', () => {
    const head = select('head', tree)?.children.filter((child) => child.type === 'element') ?? [];
    const at = meta ? head.indexOf(meta) : -1;
    expect(at).toBeGreaterThanOrEqual(0);
    const before = head.slice(0, at).map((element) => element.tagName);
    expect(before.filter((tag) => tag !== 'meta')).toEqual([]);
  });

  if (file.startsWith('embed/')) {
    test('asks for nothing once it is loaded', () => {
      expect(policy.get('connect-src') ?? ["'none'"]).toEqual(["'none'"]);
    });
  }
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function textOf(children: readonly { readonly type: string; readonly value?: string }[]): string {
  return children.map((child) => child.value ?? '').join('');
}

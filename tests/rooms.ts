/** The rooms of the design and who may enter which: the rule that structure.test.ts holds the tree to. */
import ts from 'typescript';

const ORDER = ['engine', 'ui', 'widgets', 'site', 'pages'];
/** Work at build time and the command line: they look into every room, nobody looks into them. */
const OUTSIDE = ['build', 'cli'];

/** Packages a room may use besides those that only serve the build. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  engine: /^yaml$/,
  ui: /^preact(\/|$)/,
  widgets: /^preact(\/|$)|^preact-render-to-string$/,
};

/** Clocks, chance and locales: the answer to the same text is the same everywhere, always. */
const IMPURE = new Set([
  'Date',
  'Intl',
  'random',
  'localeCompare',
  'toLocaleString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'eval',
]);

/** Why `from` may not import `to` (both below `src/`, `to` a file or a package); undefined if it may. */
export function refusal(from: string, to: string): string | undefined {
  const [room = ''] = from.split('/');
  if (
    !to.includes('.') ||
    to.startsWith('node:') ||
    to.startsWith('@') ||
    to.startsWith('astro:')
  ) {
    const allowed = PACKAGES[room];
    return allowed && !allowed.test(to) ? `${room} must not use the package ${to}` : undefined;
  }
  const [target = ''] = to.split('/');
  if (target === '..') return refusalBeyond(room, to);
  if (room === target) return refusalWithin(from, to);
  if (target === 'pages') return 'nobody imports pages';
  if (OUTSIDE.includes(target)) return `${target} is entered by nobody`;
  if (!OUTSIDE.includes(room) && ORDER.indexOf(target) > ORDER.indexOf(room)) {
    return `${room} must not know ${target}`;
  }
  return refusalAtDoor(from, to);
}

/**
 * What lies beside `src/`: the samples are the pages', the build counts with the tests' comparisons, the
 * command line says its version.
 */
function refusalBeyond(room: string, to: string): string | undefined {
  const allowed =
    (room === 'pages' && to.startsWith('../content/')) ||
    (room === 'build' && to.startsWith('../tests/')) ||
    (room === 'cli' && to === '../package.json');
  return allowed ? undefined : `${room} must not use ${to}`;
}

function refusalWithin(from: string, to: string): string | undefined {
  const [room, mine, ...rest] = from.split('/');
  const [, other, ...deeper] = to.split('/');
  if (room === 'widgets' && rest.length > 0 && deeper.length > 0 && mine !== other) {
    return 'a widget must not import another widget';
  }
  return refusalAtDoor(from, to);
}

/** An engine of several files has one door. */
function refusalAtDoor(from: string, to: string): string | undefined {
  const [room, engine, ...inner] = to.split('/');
  if (room !== 'engine' || inner.length === 0 || inner.join('/') === 'index.ts') return undefined;
  if (from.startsWith(`engine/${engine}/`)) return undefined;
  return `engine/${engine} is entered through its index.ts`;
}

/** Every module that a source file names, `import type` and `import()` included. */
export function importsOf(text: string): string[] {
  const code = text.startsWith('---') ? scriptsOf(text) : text;
  return ts.preProcessFile(code, true, true).importedFiles.map((file) => file.fileName);
}

/** The frontmatter and the processed scripts of an `.astro` file. */
function scriptsOf(text: string): string {
  const frontmatter = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    (match) => match[1] ?? '',
  );
  return [frontmatter, ...scripts].join('\n');
}

/** Names in code (not in comments or strings) that make an answer depend on more than its input. */
export function impurities(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && IMPURE.has(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('engine.ts', text, ts.ScriptTarget.Latest));
  return found;
}

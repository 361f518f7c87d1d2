/**
 * Compiles what runs in a reader's browser: one classic script per widget (`live/qos.js`), its engine
 * (`live/qos.answer.js`, wanted when the input changes), the parts that several engines share, and the
 * site's own script.
 */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const WIDGETS = 'src/widgets';

/**
 * What several scripts need, loaded once by the name of its file under `live/`. Each may take from those
 * above it.
 */
const SHARED: Readonly<Record<string, string>> = {
  quantities: 'src/engine/quantity/index.ts',
  read: 'src/engine/read/index.ts',
  schema: 'src/engine/schema/index.ts',
  pod: 'src/engine/pod/index.ts',
  reasons: 'src/engine/exit-code/index.ts',
  lifecycle: 'src/engine/lifecycle/index.ts',
  netfilter: 'src/engine/netfilter/index.ts',
  proxy: 'src/engine/kube-proxy/index.ts',
  sentences: 'src/ui/sentences.ts',
  later: 'src/widgets/later.ts',
};

export interface LiveFile {
  /** Below the site's root, such as `live/qos.js`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

function widgetNames(): string[] {
  return readdirSync(WIDGETS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${WIDGETS}/${entry.name}/index.ts`))
    .map((entry) => entry.name)
    .sort();
}

export async function buildLive(): Promise<LiveFile[]> {
  const files: LiveFile[] = [];
  /** Answers with the shared parts that the script wants to find loaded, in the order of loading. */
  const compile = async (name: string, code: string): Promise<readonly string[]> => {
    const used = new Set<string>();
    const { outputFiles } = await build({
      ...COMMON,
      stdin: { contents: code, resolveDir: process.cwd(), loader: 'ts', sourcefile: `${name}.ts` },
      plugins: [sharedParts(name, used)],
    });
    files.push({ path: `live/${name}.js`, bytes: outputFiles[0]?.contents ?? new Uint8Array() });
    for (const part of [...used].flatMap((found) => wanted.get(found) ?? [])) used.add(part);
    return Object.keys(SHARED).filter((part) => used.has(part));
  };

  const wanted = new Map<string, readonly string[]>();
  for (const [name, source] of Object.entries(SHARED)) {
    wanted.set(name, await compile(name, register(name, `* as part`, source)));
  }
  for (const name of widgetNames()) {
    const part = `${name}.answer`;
    const answer = register(part, '{ answer as part }', `${WIDGETS}/${name}/answer.ts`);
    const parts = [...(await compile(part, answer)), part];
    if (existsSync(`${WIDGETS}/${name}/later.ts`)) {
      const late = `${name}.later`;
      await compile(late, register(late, '* as part', `${WIDGETS}/${name}/later.ts`));
    }
    const early = await compile(
      name,
      `import widget from './${WIDGETS}/${name}/index.ts';
       import { mount } from './${WIDGETS}/live.tsx';
       mount(widget, ${JSON.stringify(parts)});`,
    );
    if (early.length > 0) throw new Error(`The view of ${name} imports ${early.join(', ')}`);
  }
  await compile('worker', `import './${WIDGETS}/worker.ts';`);
  for (const name of readdirSync('src/site/scripts')) {
    await compile(name.replace(/\.tsx?$/, ''), `import './src/site/scripts/${name}';`);
  }
  return files;
}

const COMMON = {
  bundle: true,
  write: false,
  format: 'iife',
  minify: true,
  charset: 'utf8',
  target: ['chrome126', 'firefox128', 'safari17.5'],
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.css': 'text' },
} as const satisfies BuildOptions;

function register(name: string, imported: string, source: string): string {
  return `import ${imported} from './${source}';
    import { livenotes } from './src/ui/load.ts';
    livenotes.parts[${JSON.stringify(name)}] = part;`;
}

/** Leaves shared parts out of a bundle and takes them from where they will have been loaded. */
function sharedParts(bundle: string, used: Set<string>): Plugin {
  const shared = Object.entries(SHARED).filter(([name]) => name !== bundle);
  const names = new Map(shared.map(([name, file]) => [resolve(file), name]));
  return {
    name: 'shared-parts',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
        const name = names.get(resolve(resolveDir, path));
        if (name === undefined) return undefined;
        used.add(name);
        return { path: name, namespace: 'shared-part' };
      });
      // A namespace of its own: in this package's files `module` is not the CommonJS one.
      onLoad({ filter: /.*/, namespace: 'shared-part' }, ({ path }) => ({
        contents: `module.exports = livenotes.parts[${JSON.stringify(path)}];`,
      }));
    },
  };
}

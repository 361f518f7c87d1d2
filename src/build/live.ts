/**
 * Compiles what runs in a reader's browser: one classic script per widget (`live/qos.js`), its engine
 * (`live/qos.answer.js`, wanted when the input changes), the parts that several engines share, and the
 * site's own script.
 */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const WIDGETS = 'src/widgets';

/** What several answers need: loaded once, by the name of its file under `live/`. */
const SHARED: Readonly<Record<string, string>> = {
  read: 'src/engine/read/index.ts',
  schema: 'src/engine/schema/index.ts',
  sentences: 'src/ui/sentences.ts',
  later: 'src/widgets/later.ts',
};

export interface LiveFile {
  /** Below the site's root, such as `live/qos.js`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function widgetNames(): string[] {
  return readdirSync(WIDGETS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${WIDGETS}/${entry.name}/index.ts`))
    .map((entry) => entry.name)
    .sort();
}

export async function buildLive(): Promise<LiveFile[]> {
  const files: LiveFile[] = [];
  const compile = async (name: string, code: string, shared = true) => {
    const used: string[] = [];
    const { outputFiles } = await build({
      ...COMMON,
      stdin: { contents: code, resolveDir: process.cwd(), loader: 'ts', sourcefile: `${name}.ts` },
      plugins: shared ? [sharedParts(used)] : [],
    });
    files.push({ path: `live/${name}.js`, bytes: outputFiles[0]?.contents ?? new Uint8Array() });
    return used;
  };

  for (const [name, source] of Object.entries(SHARED)) {
    await compile(name, register(name, `* as part`, source), false);
  }
  for (const name of widgetNames()) {
    const part = `${name}.answer`;
    const used = await compile(
      part,
      register(part, '{ answer as part }', `${WIDGETS}/${name}/answer.ts`),
    );
    await compile(
      name,
      `import widget from './${WIDGETS}/${name}/index.ts';
       import { mount } from './${WIDGETS}/live.tsx';
       mount(widget, ${JSON.stringify([...new Set(used), part])});`,
    );
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
function sharedParts(used: string[]): Plugin {
  const names = new Map(Object.entries(SHARED).map(([name, file]) => [resolve(file), name]));
  return {
    name: 'shared-parts',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
        const name = names.get(resolve(resolveDir, path));
        if (name === undefined) return undefined;
        used.push(name);
        return { path: name, namespace: 'shared-part' };
      });
      // A namespace of its own: in this package's files `module` is not the CommonJS one.
      onLoad({ filter: /.*/, namespace: 'shared-part' }, ({ path }) => ({
        contents: `module.exports = livenotes.parts[${JSON.stringify(path)}];`,
      }));
    },
  };
}

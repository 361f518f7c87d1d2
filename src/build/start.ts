/** `npm start`: builds the whole site when its sources are newer than `dist/`, serves it, says where. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from 'astro';
import { serveFolder } from './serve.ts';

/** The pages carry counts that come from the tests' cases. */
const SOURCES = ['content', 'public', 'src', 'tests', 'astro.config.mjs', 'package-lock.json'];

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4321' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port wants a number from 0 to 65535, not ${values.port}`);
  process.exit(2);
}

const built = existsSync('dist/index.html') ? statSync('dist/index.html').mtimeMs : 0;
if (newest() > built) {
  console.log('Building the site …');
  await build({ logLevel: 'warn' });
}
const { url } = await serveFolder('dist', { port, host: values.host });
console.log(`Kubernetes Live Notes: ${url}`);

function newest(): number {
  return Math.max(
    ...SOURCES.filter((path) => existsSync(path)).flatMap((path) => [
      statSync(path).mtimeMs,
      ...(statSync(path).isDirectory()
        ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map(
            (name) => statSync(`${path}/${name}`).mtimeMs,
          )
        : []),
    ]),
  );
}

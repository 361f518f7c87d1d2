/** A plain static server for `npm start`, the browser tests and the bench. Nothing of the site needs more. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml; charset=utf-8',
};
const COMPRESSED = /^(text|application\/(json|xml|manifest)|image\/svg)/;

export interface ServeOptions {
  /** Path that the folder appears under: `/` or such as `/a/b/`. */
  readonly base?: string;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
}

export interface Serving {
  /** Address of the folder, with a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves a folder until closed. A port in use gives the next one. */
export async function serveFolder(folder: string, options: ServeOptions = {}): Promise<Serving> {
  const { base = '/', host = '127.0.0.1', port = 0 } = options;
  const root = resolve(folder);
  const server = createServer((request, response) => answer(root, base, request, response));
  const taken = await listen(server, host, port);
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${taken}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise<void>((done, fail) => {
        server.once('error', fail);
        server.listen(candidate, host, () => {
          server.off('error', fail);
          done();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const used = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!used || candidate >= port + 100) throw error;
    }
  }
}

function answer(
  root: string,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const found = fileFor(root, base, request.url ?? '/');
  const missing = resolve(root, '404.html');
  const file = found ?? (existsSync(missing) ? missing : undefined);
  if (file === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const packed = COMPRESSED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(found === undefined ? 404 : 200, {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...(packed ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else if (packed) pipeline(createReadStream(file), createGzip({ level: 9 }), response, ignore);
  else pipeline(createReadStream(file), response, ignore);
}

/** A reader who leaves while a file is sent is no error. */
function ignore(): void {}

function fileFor(root: string, base: string, url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
  if (!path.startsWith(base) || path.includes('\0')) return undefined;
  const file = resolve(root, `.${sep}${path.slice(base.length)}`);
  if (file !== root && !file.startsWith(root + sep)) return undefined;
  const target = path.endsWith('/') ? resolve(file, 'index.html') : file;
  return existsSync(target) && statSync(target).isFile() ? target : undefined;
}

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A fixture by its path below tests/fixtures, parsed; a name that ends in `.gz` is unpacked first. */
export function loadFixture<Shape>(name: string): Shape {
  const bytes = readFileSync(new URL(`fixtures/${name}`, import.meta.url));
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Shape;
}

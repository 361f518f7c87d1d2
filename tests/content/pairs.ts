import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Every pair of texts that a `messages.ts` exports, with its file and key. */
export async function allPairs(): Promise<(readonly [string, readonly [string, string]])[]> {
  const found: (readonly [string, readonly [string, string]])[] = [];
  for (const file of globSync('src/**/messages.ts').sort()) {
    const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    const visit = (path: string, value: unknown): void => {
      if (isPair(value)) found.push([path, value]);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) visit(`${path} ${key}`, inner);
      }
    };
    for (const [name, value] of Object.entries(module)) visit(`${file} ${name}`, value);
  }
  return found;
}

function isPair(value: unknown): value is readonly [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((half) => typeof half === 'string')
  );
}

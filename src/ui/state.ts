/**
 * A widget's input as readable `key=value` pairs in the URL fragment, which never reaches a server.
 * A long value is deflated and marked by `.z` after its key.
 */

/** Past this many characters a link is too long for chats and wikis, so none is made. */
export const LINK_LIMIT = 16_000;
const PLAIN_LIMIT = 600;
const INFLATED_LIMIT = 2_000_000;

export type Pairs = Readonly<Record<string, string>>;

/** The fragment (without `#`) for the pairs, or undefined when it would be too long. */
export async function writeState(pairs: Pairs, prefix = ''): Promise<string | undefined> {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(pairs)) {
    if (value.length > INFLATED_LIMIT) return undefined;
    const name = prefix + key;
    const packed = value.length > PLAIN_LIMIT ? await deflate(value) : undefined;
    parts.push(packed === undefined ? `${name}=${encode(value)}` : `${name}.z=${packed}`);
  }
  const fragment = parts.join('&');
  return fragment.length > LINK_LIMIT ? undefined : fragment;
}

/** The pairs of a fragment or query whose keys are known. Unknown and broken ones are left out. */
export async function readState(
  text: string,
  keys: readonly string[],
  prefix = '',
): Promise<Pairs> {
  const found: Record<string, string> = {};
  for (const part of ownParts(text, keys, prefix).own) {
    const { key, packed, value } = cutPart(part, prefix);
    const read = packed ? await inflate(value) : decode(value);
    if (read !== undefined) found[key] = read;
  }
  return found;
}

/** The parts of a fragment or query that belong to a widget, and those of others. */
export function ownParts(
  text: string,
  keys: readonly string[],
  prefix: string,
): { readonly own: readonly string[]; readonly others: readonly string[] } {
  const parts = text
    .replace(/^[#?]/, '')
    .split('&')
    .filter((part) => part.includes('='));
  const isOwn = (part: string) =>
    part.startsWith(prefix) && keys.includes(cutPart(part, prefix).key);
  return { own: parts.filter(isOwn), others: parts.filter((part) => !isOwn(part)) };
}

function cutPart(part: string, prefix: string) {
  const cut = part.indexOf('=');
  const packed = part.slice(0, cut).endsWith('.z');
  return {
    key: part.slice(prefix.length, packed ? cut - 2 : cut),
    packed,
    value: part.slice(cut + 1),
  };
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return undefined;
  }
}

async function deflate(text: string): Promise<string | undefined> {
  if (typeof CompressionStream === 'undefined') return undefined;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Stops at a bound: a few bytes of a foreign link may inflate to gigabytes. */
async function inflate(packed: string): Promise<string | undefined> {
  if (typeof DecompressionStream === 'undefined') return undefined;
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const reader = new Blob([bytes])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
      .getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      text += decoder.decode(chunk.value, { stream: true });
      if (text.length > INFLATED_LIMIT) {
        await reader.cancel();
        return undefined;
      }
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}

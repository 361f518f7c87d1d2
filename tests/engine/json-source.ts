/** A JSON reader for tests of the engines behind the real reader: every node keeps its place. */
import type { SourceEntry, SourceNode } from '../../src/engine/source.ts';

export function sourceOf(text: string): SourceNode {
  const token = /\s*("(?:[^"\\]|\\.)*"|[^\s[\]{},:"]+|[[\]{},:])/gy;
  let match = token.exec(text);
  const next = (): void => {
    match = token.exec(text);
  };
  const look = (): string => match?.[1] ?? '';
  const end = (): number => token.lastIndex;
  const start = (): number => end() - look().length;

  function value(): SourceNode {
    const at = start();
    if (look() === '[') {
      const items: SourceNode[] = [];
      next();
      while (look() !== ']') {
        items.push(value());
        if (look() === ',') next();
      }
      const node: SourceNode = { kind: 'list', start: at, end: end(), items };
      next();
      return node;
    }
    if (look() === '{') {
      const entries = new Map<string, SourceEntry>();
      const duplicates: SourceEntry[] = [];
      next();
      while (look() !== '}') {
        const [keyStart, keyEnd, key] = [start(), end(), String(JSON.parse(look()))];
        next();
        next();
        const old = entries.get(key);
        if (old) duplicates.push(old);
        entries.set(key, { key, keyStart, keyEnd, value: value() });
        if (look() === ',') next();
      }
      const node: SourceNode = {
        kind: 'map',
        start: at,
        end: end(),
        entries: [...entries.values()],
        ...(duplicates.length > 0 && { duplicates }),
      };
      next();
      return node;
    }
    const json = look();
    const node: SourceNode = {
      kind: 'scalar',
      start: at,
      end: end(),
      json,
      value: JSON.parse(json),
    };
    next();
    return node;
  }
  return value();
}

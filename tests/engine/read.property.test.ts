import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printJson, readDocuments, toJson } from '../../src/engine/read/index.ts';
import { positionAt, type SourceNode } from '../../src/engine/source.ts';
import { only } from './read-oracle.ts';

const json = fc.jsonValue({ maxDepth: 6, noUnicodeString: false });
const fragments = fc.constantFrom(
  ...['a', 'b: ', '- ', '? ', ': ', ':', '\n', '\n  ', '\n    ', '\t', '[', ']', '{', '}', ','],
  ...['&a ', '*a', '!!int ', '!x ', '|\n', '>-\n', '"', "'", '\\', '#', ' # ', '---\n', '...\n'],
  ...[
    '%',
    '@',
    '<<: ',
    '~',
    '1',
    '.5',
    'yes',
    '"a": ',
    'null',
    '\r\n',
    '\u2028',
    '\ufeff',
    '你',
    '😀',
  ],
);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fragments }),
  fc.uint8Array().map((bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
);

/** Every node of a tree with the one around it. */
function nested(root: SourceNode): [outer: SourceNode, inner: SourceNode][] {
  const inner = root.kind === 'map' ? root.entries.map(({ value }) => value) : [];
  const all = root.kind === 'list' ? root.items : inner;
  return all.flatMap((node) => [[root, node] as [SourceNode, SourceNode], ...nested(node)]);
}

describe('any JSON', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        fc.pre(value !== null);
        const { node, strict } = only(`{"v": ${JSON.stringify(value, undefined, indent)}}`);
        expect(printJson(node)).toBe(JSON.stringify({ v: value }));
        expect(toJson(node)).toEqual(JSON.parse(JSON.stringify({ v: value })));
        expect(strict).toEqual([]);
      }),
    );
  });

  test('is the same behind a byte order mark, where it is read as YAML', () => {
    // What JSON may write and YAML 1.1 may not: surrogate pairs as escapes, control characters.
    const plain = fc.jsonValue({
      maxDepth: 4,
      stringUnit: fc.constantFrom(...'aé你 :#-,[]{}"\'\\'),
    });
    fc.assert(
      fc.property(plain, (value) => {
        const text = JSON.stringify({ v: value });
        expect(toJson(only(`\ufeff${text}`).node)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('any text', () => {
  test('has an answer, and places inside of it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const document of readDocuments(text)) {
          if ('problem' in document) {
            const { line, column } = document.problem;
            const end = positionAt(text, text.length);
            expect(line).toBeGreaterThanOrEqual(1);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(end.line);
          } else {
            JSON.parse(printJson(document.node));
            for (const [, { start, end }] of nested(document.node)) {
              expect(start).toBeGreaterThanOrEqual(0);
              expect(start).toBeLessThanOrEqual(end);
              expect(end).toBeLessThanOrEqual(text.length);
            }
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('without aliases and merges keeps what is inside of a value inside', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!/[*<]/.test(text));
        for (const document of readDocuments(text)) {
          if ('problem' in document) continue;
          for (const [outer, inner] of nested(document.node)) {
            expect(inner.start).toBeGreaterThanOrEqual(outer.start);
            expect(inner.end).toBeLessThanOrEqual(outer.end);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});

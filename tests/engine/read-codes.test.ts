/** Every reason why a text cannot be read: where the reader is sent, and what is said there. */
import { describe, expect, test } from 'vitest';
import { type ReadCode, readDocuments } from '../../src/engine/read/index.ts';
import { readMessages } from '../../src/ui/read-messages.ts';

/** A text, and line and column of the mistake; the first case of a code is the plainest. */
type Case = readonly [text: string, line: number, column: number];

const json = '{}\n{}\n';
const bomb = Array.from({ length: 8 }, (_, i) =>
  i === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]' : `a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`,
).join('\n');

const cases = {
  'yaml-alias-loop': [['a: &a [*a]', 1, 8]],
  'yaml-bad-anchor': [
    ['a: *', 1, 4],
    ['a: &你 b', 1, 4],
  ],
  'yaml-bad-character': [
    ['a: 1\nb: "\u0001"', 2, 5],
    ['a: 1 # \u007f', 1, 8],
  ],
  'yaml-bad-directive': [
    ['%YAML 1.2\n---\na: 1', 1, 1],
    ['a: 1\n%x: 2', 2, 1],
  ],
  'yaml-bad-escape': [
    ['a: "x\\q"', 1, 6],
    ['a: "\n  \\ud83d"', 2, 3],
    ['a: "\\x4"', 1, 5],
    ['a: "\\/"', 1, 5],
  ],
  'yaml-bad-indent': [
    ['a: 1\n b: 2', 2, 2],
    ['spec:\n  containers:\n  - name: a\n    image: b\n     ports: c', 5, 6],
    ['a:\n  b: 1\n c: 2', 3, 2],
    ['- a\nb: 1', 2, 1],
  ],
  'yaml-bad-separator': [
    ['a: 1\n--- b: 2', 2, 5],
    ['----\na: 1', 1, 4],
  ],
  'yaml-bad-start': [
    ['a: @b', 1, 4],
    ['a:\r\n  - `x`', 2, 5],
    ['a: ? b', 1, 4],
    ['a: ]', 1, 4],
    ['a: %x', 1, 4],
  ],
  'yaml-bad-tag': [
    ['a: !e!x 1', 1, 4],
    ['a: !<x', 1, 4],
    ['a: !%zz 1', 1, 4],
  ],
  'yaml-big-key': [['a:\n  18446744073709551615: x', 2, 3]],
  'yaml-block-header': [
    ['a: | text', 1, 6],
    ['a: |0\n  x', 1, 5],
  ],
  'yaml-collection-key': [
    ['a: {{ .Values.b }}', 1, 5],
    ['? [a]\n: 1', 1, 3],
  ],
  'yaml-colon-in-value': [['a: b: c', 1, 5]],
  'yaml-dash-in-value': [
    ['a: - b', 1, 4],
    ['a: [- b]', 1, 5],
  ],
  'yaml-excessive-aliases': [[bomb, 2, 22]],
  'yaml-full-width': [
    ['a: 1\nspec：\n  b: 2', 2, 5],
    ['- b：\n\n   c: 1', 1, 4],
    ['a: b\n  c：d\n  e: f', 2, 4],
    ['a: "b”\nc: 1', 1, 6],
    ["a: 'b’\nc: 1", 1, 6],
    ['a: ["b"，"c"]', 1, 8],
    ['a: "b"，\nc: 1', 1, 7],
    ['a: [1, 2］\nb: 1', 1, 9],
    ['x: {"a"：1}', 1, 8],
    ['{"a"：1}', 1, 5],
    ['{"a": 1，"b": 2}', 1, 8],
  ],
  'yaml-long-key': [[`a: 1\n${'k'.repeat(1025)}: 2`, 2, 1]],
  'yaml-merge-value': [
    ['a:\n  <<: b', 2, 7],
    ['<<: [{b: 1}, c]', 1, 14],
    ['a: &a 1\nb: {<<: *a}', 2, 9],
  ],
  'yaml-missing-colon': [
    ['a: 1\nb\nc: 2', 2, 1],
    ['spec:\n  cpu:1\n  memory: 2', 2, 3],
  ],
  'yaml-missing-comma': [
    ['a: ["b" "c"]', 1, 9],
    ['a: {b: 1]', 1, 9],
    ['a: [\n  b: 1\n  c: 2\n]', 3, 4],
    ['a: ["b"\n "c"]', 2, 2],
  ],
  'yaml-missing-key': [['a: 1\n: 2', 2, 1]],
  'yaml-missing-value': [['a: [1,,2]', 1, 7]],
  'yaml-not-a-number': [
    ['a: .nan', 1, 4],
    ['a:\n- &b -.INF\n- *b', 2, 6],
  ],
  'yaml-null-key': [['a:\n  ~: 1', 2, 3]],
  'yaml-tab-indent': [
    ['a:\n\tb: 1', 2, 1],
    ['a: |\n \tb', 2, 2],
    ['a: b\n\tc', 2, 1],
  ],
  'yaml-tag-value': [
    ['a: !!int x', 1, 10],
    ['a: !!binary x', 1, 13],
    ['a: !!timestamp 2001-02-30', 1, 16],
    ['a: !!timestamp 2001-02-03T00:00:00+23:61', 1, 16],
    ['a: !!bool 1', 1, 11],
    ['a: !!null x', 1, 11],
    ['a: !!float x', 1, 12],
  ],
  'yaml-text-after-value': [["a: 'b' c", 1, 8]],
  'yaml-unclosed-flow': [
    ['a: [1, 2\nb: 3', 1, 4],
    ['a:\n  b: {c: 1', 2, 6],
  ],
  'yaml-unclosed-quote': [
    ['a: 1\nb: "c\nd: 2', 2, 4],
    ["a: 'b", 1, 4],
    ['a: "b\\', 1, 4],
  ],
  'yaml-unknown-alias': [['a: *b', 1, 4]],
  'json-bad-escape': [
    [`${json}{"a": "\\x"}`, 3, 8],
    [`${json}"\\u00g0"`, 3, 2],
  ],
  'json-bad-literal': [[`${json}{"a": trve}`, 3, 7]],
  'json-bad-number': [
    [`${json}{"a": 01}`, 3, 7],
    [`${json}[1.]`, 3, 2],
    [`${json}[-]`, 3, 2],
  ],
  'json-colon-expected': [[`${json}{"a" 1}`, 3, 6]],
  'json-comma-expected': [[`${json}{"a": 1 "b": 2}`, 3, 9]],
  'json-control-character': [[`${json}{"a": "\n"}`, 3, 8]],
  'json-key-expected': [['{{ .Values.b }}', 1, 2]],
  'json-trailing-comma': [
    [`${json}{"a": 1,}`, 3, 8],
    [`${json}[1, ]`, 3, 3],
  ],
  'json-unexpected-end': [
    ['{"apiVersion": "v1",\n"ki', 2, 4],
    [`${json}{"a": tr`, 3, 9],
    [`${json}[1.`, 3, 4],
    [`${json}["\\u00`, 3, 7],
  ],
  'json-value-expected': [[`${json}{"a": b}`, 3, 7]],
  'too-deep': [
    ['['.repeat(10_001), 1, 10_001],
    [`{"a":${'['.repeat(10_000)}`, 1, 10_005],
    ['- '.repeat(10_001), 1, 20_001],
  ],
  'duplicate-key': [
    ['a: 1\nb: 2\na: 3', 3, 1],
    ['{"a": 1,\n "a": 2}', 2, 2],
  ],
} satisfies Record<ReadCode, readonly Case[]>;

const rows = Object.entries(cases).flatMap(([code, texts]) =>
  texts.map(([text, line, column]) => ({ code: code as ReadCode, text, line, column })),
);

function problemOf(text: string) {
  const last = readDocuments(text).at(-1);
  return last && ('problem' in last ? last.problem : last.strict[0]);
}

describe('a text that cannot be read', () => {
  test.each(rows)('$code at $line:$column', ({ code, text, line, column }) => {
    expect(problemOf(text)).toMatchObject({ code, line, column });
  });

  test.each(rows)('$code names what its message asks for', ({ code, text }) => {
    const params = Object.keys(problemOf(text)?.params ?? {});
    const asked = readMessages[code].map((half) =>
      [...half.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
    );
    expect(asked[0]).toEqual(asked[1]);
    expect(params).toEqual(expect.arrayContaining(asked[0] ?? []));
  });

  test('is not blamed on punctuation that is text', () => {
    expect(problemOf('a: 你好：b\n c: 1')?.code).toBe('yaml-bad-indent');
    expect(problemOf('a: “你，好”\nb: [1')?.code).toBe('yaml-unclosed-flow');
    expect(problemOf('a: ["b，c" "d"]')?.code).toBe('yaml-missing-comma');
  });

  test('quotes the text, but not all of it', () => {
    const problem = problemOf(`a: !!int ${'x'.repeat(1e6)}`);
    expect(String(problem?.params['value']).length).toBeLessThan(100);
  });

  test('ends the answer: what stands before it is kept, what follows is not', () => {
    const documents = readDocuments('a: 1\n---\nb: [\n---\nc: 1\n');
    expect(documents.map((document) => 'node' in document)).toEqual([true, false]);
  });

  test('is told by the reader that got further when it is neither JSON nor YAML', () => {
    expect(problemOf('{a: 1, b: @}')?.code).toBe('yaml-bad-start');
    expect(problemOf('{"a": 1, "b": ')?.code).toBe('json-unexpected-end');
  });
});

import { describe, expect, test } from 'vitest';
import { type JsonValue, printJson, readDocuments, toJson } from '../../src/engine/read/index.ts';
import { child, type SourceNode } from '../../src/engine/source.ts';
import { loadFixture } from '../fixtures.ts';
import { only, type ReadFile, type ReadItem, readDifference, repeatedKeys } from './read-oracle.ts';

const stored = loadFixture<ReadFile>('oracle/yaml.json.gz').items;
const wide = loadFixture<ReadFile>('oracle/yaml-wide.json.gz').items;

function values(text: string): JsonValue[] {
  return readDocuments(text).map((document) => {
    if ('problem' in document) throw new Error(JSON.stringify(document.problem));
    return toJson(document.node);
  });
}

/** The part of the text that a value stands on. */
function written(text: string, ...path: string[]): string | undefined {
  const end = path.reduce<SourceNode | undefined>(child, only(text).node);
  return end && text.slice(end.start, end.end);
}

describe('kubectl reads the same', () => {
  test.each([
    ['the texts of the project papers', stored, 485],
    ['layouts, fragments and slips', wide, 1500],
  ])('%s', (_, items, count) => {
    expect(items).toHaveLength(count);
    const differing = items.flatMap((item) => {
      const difference = readDifference(item);
      return difference ? [{ id: item.id, ...difference }] : [];
    });
    expect(differing).toEqual([]);
  });

  const strict = (item: ReadItem): boolean => /already set in map/.test(item.strictError ?? '');
  test('and strict reading refuses the same repeated keys', () => {
    const texts = stored.filter(strict);
    expect(texts.length).toBeGreaterThan(20);
    for (const { id, input, strictError } of texts) {
      const [first] = readDocuments(input);
      const keys = first && 'node' in first ? first.strict.map(({ params }) => params['key']) : [];
      expect({ id, keys: new Set(keys) }).toEqual({
        id,
        keys: new Set(repeatedKeys(strictError ?? '')),
      });
    }
  });

  test('and refuses none where there are none', () => {
    const clean = stored.filter((item) => item.strictError === undefined);
    for (const { input } of clean) {
      const [first] = readDocuments(input);
      if (first && 'node' in first) expect(first.strict).toEqual([]);
    }
  });
});

describe('a value knows where it stands', () => {
  test.each([
    ['a: 1\nb:   200m  # c\n', ['b'], '200m'],
    ['a: "x y"', ['a'], '"x y"'],
    ['\ufeffa: 1', ['a'], '1'],
    ['a:\r\n  b: 1\r\n  c: 😀 x\r\n', ['a', 'c'], '😀 x'],
    ['a:\r\n  b: 1\r\n  c: 2\r\nd: 3', ['a'], 'b: 1\r\n  c: 2'],
    ['a:\n- 1\n- x\nb: 2', ['a'], '- 1\n- x'],
    ['a: {b: [1, 2]} # c', ['a'], '{b: [1, 2]}'],
    ['a: |\n  x\n  y\nb: 1', ['a'], '|\n  x\n  y'],
    ['a: one\n  two\nb: 1', ['a'], 'one\n  two'],
    ['a: !!str 5', ['a'], '5'],
    ['a: &x 5\nb: *x', ['b'], '*x'],
    ['{"a": {"b": "\\u00e9"}}', ['a', 'b'], '"\\u00e9"'],
    ['{"a": [1,\r\n 2 ], "b": 1}', ['a'], '[1,\r\n 2 ]'],
    ['{"a": 1e3}', ['a'], '1e3'],
  ])('%j %j', (text, path, part) => {
    expect(written(text, ...path)).toBe(part);
  });

  test('what is not written stands right behind its colon', () => {
    expect(child(only('a:   \nb: 1').node, 'a')).toMatchObject({ start: 2, end: 2, value: null });
  });

  test('what comes through an alias or a merge stands at the anchor', () => {
    const text = 'base: &b {cpu: 1}\nx: *b\nz:\n  <<: *b\n';
    const root = only(text).node;
    expect(written(text, 'x')).toBe('*b');
    for (const name of ['x', 'z']) {
      const cpu = child(child(root, name), 'cpu');
      expect(cpu && text.slice(cpu.start, cpu.end)).toBe('1');
    }
  });

  test('keys have places, too', () => {
    const root = only('"a b": 1\n? c\n: 2').node;
    const keys = root.kind === 'map' ? root.entries : [];
    expect(keys.map(({ key, keyStart, keyEnd }) => [key, keyStart, keyEnd])).toEqual([
      ['a b', 0, 5],
      ['c', 11, 12],
    ]);
  });
});

describe('repeated keys', () => {
  const text =
    'spec:\n  containers:\n  - name: a\n    name: b\n  containers: []\nspec:\n  x: 1\n  x: 2\n';

  test('the last one counts, and strict reading names the path', () => {
    const { node, strict } = only(text);
    expect(toJson(node)).toEqual({ spec: { x: 2 } });
    expect(strict.map(({ path, line, column }) => [path, line, column])).toEqual([
      ['spec', 6, 1],
      ['spec.x', 8, 3],
    ]);
  });

  test('inside of lists', () => {
    expect(only('{"a": [{}, {"b": 1, "b": 2}]}').strict[0]?.path).toBe('a[1].b');
  });

  test('are no more than the API server would list', () => {
    expect(only('a: 1\n'.repeat(1000)).strict).toHaveLength(100);
  });

  test('the replaced ones are kept where they stand', () => {
    const root = only('a: 1\na: 2').node;
    expect(root.kind === 'map' && root.duplicates?.map(({ keyStart }) => keyStart)).toEqual([0]);
  });
});

describe('several documents', () => {
  test.each<[string, JsonValue[]]>([
    ['', []],
    ['\n \n', []],
    ['# nothing\n', []],
    ['null', []],
    ['---\n---\n', []],
    ['--- # first\na: 1\n---\t\nb: 2\n---', [{ a: 1 }, { b: 2 }]],
    ['a: 1\r\n---\r\nb: 2\r\n', [{ a: 1 }, { b: 2 }]],
    ['\ufeffa: 1\n---\n\ufeffb: 2', [{ a: 1 }, { b: 2 }]],
    ['{"a": 1}{"b": 2} {"c": 3}', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['{"a": 1}\n---\nb: yes\n', [{ a: 1 }, { b: true }]],
    ['{a: 1}\n---\n{"b": 2}', [{ a: 1 }, { b: 2 }]],
    ['{"a": 1} null 1', [{ a: 1 }, 1]],
    ['a: 1\n...\nb: 2', [{ a: 1 }]],
    ['a: |\n  ---\n', [{ a: '---\n' }]],
  ])('%j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test('a separator with content loses the document before it, as with kubectl', () => {
    const documents = readDocuments('a: 1\n--- {b: 2}\n');
    expect(documents.map((document) => 'problem' in document)).toEqual([true]);
  });

  test('behind two JSON values nothing is tried as YAML', () => {
    const [, second, third] = readDocuments('{}\n{}\na: 1\n');
    expect(second).toHaveProperty('node');
    expect(third).toHaveProperty('problem.code', 'json-value-expected');
  });
});

describe('JSON text of a value', () => {
  test.each([
    ['{"a": 1.50, "b": 1e400, "c": -0}', '{"a":1.50,"b":1e400,"c":-0}'],
    [
      'a: 1_000\nb: 9223372036854775807\nc: 1e3\nd: -0.0',
      '{"a":1000,"b":9223372036854775807,"c":1000,"d":-0}',
    ],
    ['a: !!binary /w==\nb: "\\0"', '{"a":"\ufffd","b":"\\u0000"}'],
    ['1000000.0: a\n1e-5: b\n.inf: c\n-0.0: d', '{"1e+06":"a","1e-05":"b",".inf":"c","-0":"d"}'],
  ])('%j', (text, json) => {
    expect(printJson(only(text).node)).toBe(json);
  });
});

describe('nasty input', () => {
  test('keys that mean something to JavaScript are keys', () => {
    for (const text of [
      '__proto__: {x: 1}\nconstructor: 2',
      '{"__proto__": {"x": 1}, "constructor": 2}',
    ]) {
      const value = toJson(only(text).node) as object;
      expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  test('half of a surrogate pair becomes U+FFFD, offsets stay', () => {
    expect(values('a: \ud83d\nb: 1')).toEqual([{ a: '\ufffd', b: 1 }]);
    expect(child(only('{"a": "\\ud83d"}').node, 'a')).toMatchObject({ value: '\ufffd' });
    expect(written('a: \ud83d\nb: 1', 'b')).toBe('1');
  });

  test('10,000 levels are read, printed and compared', () => {
    for (const text of [
      '['.repeat(10_000) + ']'.repeat(10_000),
      `{"a":${'['.repeat(9_999)}${']'.repeat(9_999)}}`,
    ]) {
      expect(printJson(only(text).node)).toBe(text);
    }
  });

  test('nothing is decided by how long a name is', () => {
    const long = 'k'.repeat(1e6);
    expect(values(`{"${long}": 1}`)).toEqual([{ [long]: 1 }]);
    expect(values(`a: .${'1_'.repeat(1e6)}1`)).toEqual([{ a: Number(`.${'1'.repeat(400)}`) }]);
    expect(values(`a: ${'1'.repeat(1e6)}`)).toEqual([{ a: '1'.repeat(1e6) }]);
  });

  test.each([
    ['one bracket', '[', 10],
    ['one brace', '{', 10],
    ['a JSON key', '{"a":', 10],
    ['dashes', '- ', 10],
    ['separators', '---\n', 1],
    ['quotes', '"', 10],
    ['words', 'ab cd\n', 1],
    ['line ends', '\r\n', 10],
    ['aliases', '*a ', 10],
    ['tabs', '\t', 10],
    ['noise', '\x00\u{10ffff}{]:"', 10],
    // These are valid to the last character, and every value of them is kept.
    ['keys', 'a: 1\n', 1],
    ['merges', '<<: {}\n', 1],
    ['values of every sort', 'a: [1, "x", {b: ~}] # é😀\n', 1],
  ])('much of %s ends in an answer', { timeout: 60_000 }, (_, part, megabytes) => {
    const documents = readDocuments(part.repeat((megabytes * 1e6) / part.length));
    expect(documents.length).toBeLessThanOrEqual(1);
  });

  test('a merge of everything into everything stops early', { timeout: 60_000 }, () => {
    const [document] = readDocuments(`a: &a {x: 1}\nb:\n  <<: [${'*a,'.repeat(500_000)}]`);
    expect(document).toHaveProperty('problem.code', 'yaml-excessive-aliases');
  });
});

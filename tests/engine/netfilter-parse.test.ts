import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  parseDump,
  parseInSlices,
  printDump,
  type Rule,
} from '../../src/engine/netfilter/index.ts';
import { loadFixture } from '../fixtures.ts';
import { dumpText } from './netfilter-arbitraries.ts';
import type { TraceFile } from './trace-oracle.ts';

const stored = (['generic', 'kube'] as const).flatMap(
  (name) => loadFixture<TraceFile>(`oracle/trace-${name}.json.gz`).items,
);

function rulesOf(text: string): readonly Rule[] {
  return parseDump(text).tables.flatMap(({ chains }) =>
    [...chains.values()].flatMap(({ rules }) => rules),
  );
}

function only(rule: string): Rule {
  const found = rulesOf(`*filter\n:FORWARD ACCEPT [0:0]\n:X - [0:0]\n${rule}\nCOMMIT\n`)[0];
  if (!found) throw new Error(`No rule in ${rule}`);
  return found;
}

describe('every stored dump', () => {
  test('is read without a problem and printed back byte for byte', () => {
    for (const { id, dump } of stored) {
      const read = parseDump(dump);
      expect({ id, problems: read.problems }).toEqual({ id, problems: [] });
      expect(printDump(read)).toBe(dump);
      expect(rulesOf(dump).length).toBe(dump.match(/^-A /gm)?.length);
    }
  });
});

describe('any text', () => {
  test('is printed back as it came, half lines and strange bytes too', () => {
    const strange = fc.oneof(dumpText(), fc.string({ unit: 'binary', maxLength: 200 }));
    fc.assert(
      fc.property(strange, (text) => {
        expect(printDump(parseDump(text))).toBe(text);
      }),
    );
  });

  test('is printed back when there is nothing but a byte order mark', () => {
    expect(printDump(parseDump('\ufeff'))).toBe('\ufeff');
  });

  test('is read the same in slices, which tell how far they are', () => {
    const text = `*nat\n:X - [0:0]\n${'-A X -j RETURN\n'.repeat(2000)}COMMIT\n`;
    const steps = parseInSlices(text);
    const progress: number[] = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) progress.push(step.value);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(step.value.tables[0]?.chains.get('X')?.rules.length).toBe(2000);
  });
});

describe('a rule', () => {
  it.each([
    ['-A X ! -s 10.0.0.0/8 -j DROP', true],
    ['-A X -s ! 10.0.0.0/8 -j DROP', true],
    ['-A X --source 10.0.0.0/8 -j DROP', false],
  ])('knows the sign on either side: %s', (text, not) => {
    const [argument] = only(text).basics;
    expect(argument).toMatchObject({ not, option: '-s', values: ['10.0.0.0/8'] });
  });

  test('keeps options in quotes apart from real ones', () => {
    const rule = only('-A X -m comment --comment "--dport 80 -j \\"DROP\\"" -p tcp -j ACCEPT');
    expect(rule.matches[0]?.args[0]?.values).toEqual(['--dport 80 -j "DROP"']);
    expect(rule.target?.name).toBe('ACCEPT');
  });

  test('has the match that its protocol implies', () => {
    const [match] = only('-A X -p tcp --sport 53 ! --dport 80:90 -j DROP').matches;
    expect(match?.name).toBe('tcp');
    expect(match?.args.map(({ not, values }) => [not, ...values])).toEqual([
      [false, '53'],
      [true, '80:90'],
    ]);
  });

  test('keeps what an unknown extension says', () => {
    const rule = only('-A X -m wonder --how "much so" --very -j FUTURE --to 7');
    expect(rule.matches[0]).toMatchObject({ name: 'wonder' });
    expect(rule.matches[0]?.args.map(({ option, values }) => [option, ...values])).toEqual([
      ['--how', 'much so'],
      ['--very'],
    ]);
    expect(rule.target?.args.map(({ values }) => values)).toEqual([['7']]);
  });

  test('has its counters from a dump with -c', () => {
    expect(only('[12:3456] -A X -j DROP').counters).toEqual({ packets: 12, bytes: 3456 });
  });
});

describe('restore input', () => {
  const base = '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -j ACCEPT\n-A FORWARD -p tcp -j DROP\n';
  const after = (lines: string) =>
    rulesOf(`${base}${lines}\nCOMMIT\n`).map(({ number, line }) => [number, line]);

  it.each([
    [
      '-I FORWARD -j RETURN',
      [
        [1, 5],
        [2, 3],
        [3, 4],
      ],
    ],
    [
      '-I FORWARD 2 -j RETURN',
      [
        [1, 3],
        [2, 5],
        [3, 4],
      ],
    ],
    ['-D FORWARD -p tcp -j DROP', [[1, 3]]],
    ['-D FORWARD 1', [[1, 4]]],
    [
      '-R FORWARD 1 -j RETURN',
      [
        [1, 5],
        [2, 4],
      ],
    ],
    ['-F FORWARD', []],
  ])('%s', (line, expected) => {
    expect(after(line)).toEqual(expected);
  });

  test('-N, -P and -X make, set and take away chains', () => {
    const [table] = parseDump(`${base}-N A\n-N B\n-X A\n-P FORWARD DROP\nCOMMIT\n`).tables;
    expect([...(table?.chains.keys() ?? [])]).toEqual(['FORWARD', 'B']);
    expect(table?.chains.get('FORWARD')?.policy).toBe('DROP');
  });
});

describe('what cannot be used is told at its place', () => {
  it.each([
    ['-A FORWARD -j DROP\n', 'outside-table', 1, 1],
    ['*filter\nwhat is this\nCOMMIT\n', 'line-unknown', 2, 1],
    ['*filter\n-A NONE -j DROP\nCOMMIT\n', 'chain-undeclared', 2, 4],
    ['*filter\n:X - [0:0]\n-A X -j NOWHERE\nCOMMIT\n', 'target-undeclared', 3, 6],
    ['*filter\n:X - [0:0]\n-A X -m comment --comment "open\nCOMMIT\n', 'quote-open', 3, 27],
    ['*filter\n:X - [0:0]\n-A X -p tcp -m tcp --dport\nCOMMIT\n', 'value-missing', 3, 20],
    ['*filter\n:X - [0:0]\n-A X stray -j DROP\nCOMMIT\n', 'token-stray', 3, 6],
    ['*filter\n:X - [0:0]\n', 'table-open', 2, 1],
    ['*nat\nCOMMIT\n*nat\nCOMMIT\n', 'table-twice', 3, 1],
    ['table ip filter {\n\tchain x {\n\t}\n}\n', 'nft-ruleset', 1, 1],
  ])('%j', (text, code, line, column) => {
    expect(parseDump(text).problems).toMatchObject([{ code, line, column }]);
  });

  test('and lines are counted over CRLF and a byte order mark', () => {
    const { problems, tables } = parseDump(
      '\ufeff*filter\r\n:X - [0:0]\r\n-A Y -j DROP\r\nCOMMIT\r\n',
    );
    expect(problems).toMatchObject([{ line: 3, column: 4 }]);
    expect(tables[0]?.name).toBe('filter');
  });
});

test('the header tells family and back end', () => {
  const header = (text: string) => parseDump(`${text}\n*filter\nCOMMIT\n`);
  const nft = '# Generated by ip6tables-nft-save v1.8.9 (nf_tables) on Mon Nov 23 10:00:00 2026';
  expect(header(nft)).toMatchObject({ family: 'ipv6', backend: 'nft' });
  const legacy = '# Generated by iptables-save v1.8.9 on Mon Nov 23 10:00:00 2026';
  expect(header(legacy)).toMatchObject({ backend: 'legacy' });
});

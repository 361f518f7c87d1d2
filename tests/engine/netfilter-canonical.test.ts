/** A rule as iptables-save prints it: against the iptables that was asked, and whatever is written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Family } from '../../src/engine/address.ts';
import { parseDump, printRule, type Rule } from '../../src/engine/netfilter/index.ts';
import { loadFixture } from '../fixtures.ts';

interface Samples {
  readonly samples: readonly {
    readonly input: string;
    readonly about: string;
    readonly nft: string;
  }[];
}
interface Asked {
  readonly cases: readonly {
    readonly family: Family;
    readonly rule: string;
    readonly legacy: string | null;
    readonly nft: string | null;
  }[];
}
interface Dumps {
  readonly items: readonly { readonly id: string; readonly dump: string }[];
}

const { samples } = loadFixture<Samples>('cases/iptables-save-samples.json');
const { cases } = loadFixture<Asked>('oracle/iptables-save.json.gz');
const dumps = ['trace-kube', 'trace-generic', 'trace-generic-more'].flatMap(
  (name) => loadFixture<Dumps>(`oracle/${name}.json.gz`).items,
);

function rulesOf(text: string): readonly Rule[] {
  return parseDump(text).tables.flatMap(({ chains }) =>
    [...chains.values()].flatMap(({ rules }) => rules),
  );
}

function ruleOf(line: string): Rule {
  const [rule] = rulesOf(`*nat\n:T1 - [0:0]\n:N1 - [0:0]\n:T2 - [0:0]\n${line}\nCOMMIT\n`);
  if (!rule) throw new Error(`no rule: ${line}`);
  return rule;
}

test.each(samples)('$about: $input', ({ input, nft }) => {
  expect(printRule(ruleOf(input))).toBe(nft);
});

describe('what iptables 1.8.9 printed', () => {
  test.each(cases)('$rule', ({ rule, family, legacy, nft }) => {
    expect([legacy, nft]).toContain(printRule(ruleOf(rule), family));
  });

  test('is printed as it is', () => {
    const printed = cases.flatMap(({ family, legacy, nft }) =>
      [legacy, nft].flatMap((line) => (line === null ? [] : [{ family, line }])),
    );
    const other = printed.filter(({ family, line }) => printRule(ruleOf(line), family) !== line);
    expect(other).toEqual([]);
    expect(printed.length).toBeGreaterThan(1500);
  });

  test('every line of a saved dump is printed as it is', () => {
    const other = dumps.flatMap(({ dump: text }) => {
      const dump = parseDump(text);
      return rulesOf(text).flatMap((rule) => {
        const line = (dump.lines[rule.line - 1] ?? '').trim().replace(/^\[\d+:\d+\] /, '');
        return printRule(rule, dump.family) === line ? [] : [line];
      });
    });
    expect(other).toEqual([]);
  });
});

describe('what is not known keeps its words', () => {
  test.each([
    '-A T1 -m wonder --how much --why "not so" -j ACCEPT',
    '-A T1 -m tcp --dport nonsense -j ACCEPT',
    '-A T1 -m mark --mark 0xzz -j NEVERLAND --with me',
    '-A T1 -s example.org -m statistic --mode random --probability often',
  ])('%s', (line) => {
    expect(printRule(ruleOf(line))).toBe(line);
  });
});

describe('whatever is written', () => {
  const written = [...new Set(cases.flatMap(({ rule }) => rule.split(' ').slice(2)))];
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...written) },
    fc.string().map((text) => `"${text.replace(/["\\\r\n]/g, '\\$&')}"`),
    fc.nat().map(String),
  );
  const line = fc.array(word, { maxLength: 12 }).map((words) => `-A T1 ${words.join(' ')}`);

  test('printing what was printed changes nothing', () => {
    fc.assert(
      fc.property(line, fc.constantFrom<Family>('ipv4', 'ipv6'), (text, family) => {
        fc.pre(!/[\r\n]/.test(text));
        const [rule] = rulesOf(`*nat\n:T1 - [0:0]\n${text}\nCOMMIT\n`);
        fc.pre(rule !== undefined);
        const once = rule ? printRule(rule, family) : '';
        expect(printRule(ruleOf(once), family)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  test('parts of real rules in any order are one rule', () => {
    const parts = fc.shuffledSubarray(
      ['-s 10.0.0.1', '! -d 10.1.0.0/255.255.0.0', '-i eth+', '-o lo', '-j MARK --or-mark 1'],
      { minLength: 5 },
    );
    fc.assert(
      fc.property(parts, (shuffled) => {
        expect(printRule(ruleOf(`-A T1 ${shuffled.join(' ')}`))).toBe(
          '-A T1 -s 10.0.0.1/32 ! -d 10.1.0.0/16 -i eth+ -o lo -j MARK --set-xmark 0x1/0x1',
        );
      }),
    );
  });
});

/** Two dumps compared: by meaning, in order, by Service. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  diffDumps,
  differingWords,
  type DumpDiff,
  notUnderstood,
  parseDump,
} from '../../src/engine/netfilter/index.ts';
import { ownersIn } from '../../src/engine/netfilter/services.ts';
import { loadFixture } from '../fixtures.ts';
import { dumpText } from './netfilter-arbitraries.ts';

function diff(old: string, now: string): DumpDiff {
  return diffDumps(parseDump(old), parseDump(now));
}

/** One chain of the filter table. */
function chain(...rules: readonly string[]): string {
  return `*filter\n:INPUT ACCEPT [0:0]\n:A - [0:0]\n${rules.map((rule) => `-A INPUT ${rule}\n`).join('')}COMMIT\n`;
}

/** `moved 3>1 -j DROP`: what became of each rule that is listed. */
function told({ groups }: DumpDiff): readonly string[] {
  return groups.flatMap(({ rules }) =>
    rules.map(({ change, old, new: now }) => `${change} ${old?.number ?? ''}>${now?.number ?? ''}`),
  );
}

const drop = (...hosts: readonly number[]) => hosts.map((host) => `-s 10.0.0.${host} -j DROP`);

describe('rules of a chain', () => {
  test.each([
    ['nothing', drop(1, 2), drop(1, 2), []],
    ['one more in the middle', drop(1, 2), drop(1, 9, 2), ['added >2']],
    ['one less', drop(1, 2, 3), drop(1, 3), ['removed 2>']],
    ['the last one to the front', drop(1, 2, 3), drop(3, 1, 2), ['moved 3>1']],
    ['the first one to the end', drop(1, 2, 3), drop(2, 3, 1), ['moved 1>3']],
    ['the same one twice', drop(1), drop(1, 1), ['added >2']],
    ['one of two of the same', drop(1, 2, 1), drop(2, 1), ['removed 1>']],
    ['gone and moved', drop(1, 2, 3, 4), drop(4, 2, 3), ['moved 4>1', 'removed 1>']],
  ])('%s', (_, old, now, changes) => {
    expect(told(diff(chain(...old), chain(...now))).toSorted()).toEqual(changes.toSorted());
  });

  test.each([
    ['-p tcp --dport 80 -j ACCEPT', '-p tcp -m tcp --dport 80:80 -j ACCEPT'],
    ['-s 10.1.2.3/8 -j DROP', '-s 10.0.0.0/255.0.0.0 -j DROP'],
    ['-j MARK --or-mark 0x4000', '-j MARK --set-xmark 0x4000/0x4000'],
    ['-m comment --comment plain -j A', '-m comment --comment "plain" -j A'],
    ['-j REJECT', '-j REJECT --reject-with icmp-port-unreachable'],
  ])('%s is %s', (old, now) => {
    expect(diff(chain(old), chain(now)).counts.unchanged).toBe(1);
  });

  test.each([
    [
      'same comment and target',
      '-s 10.0.0.1 -m comment --comment c -j DROP',
      '-s 10.0.0.2 -m comment --comment c -j DROP',
    ],
    [
      'same destination',
      '-p tcp -d 10.0.0.1 --dport 80 -j DROP',
      '-p udp -d 10.0.0.1 --dport 80 -j DROP',
    ],
    [
      'another port at the same place',
      '-p tcp --dport 80 -j ACCEPT',
      '-p tcp --dport 81 -j ACCEPT',
    ],
  ])('%s: changed', (_, old, now) => {
    expect(told(diff(chain(old), chain(now)))).toEqual(['changed 1>1']);
  });

  test.each([
    ['another target', '-s 10.0.0.1 -j DROP', '-s 10.0.0.1 -j A'],
    ['another comment', '-m comment --comment a -j DROP', '-m comment --comment b -j DROP'],
    ['other questions', '-p tcp -j DROP', '-i eth0 -j DROP'],
  ])('%s: another rule', (_, old, now) => {
    expect(told(diff(chain(old), chain(now))).toSorted()).toEqual(['added >1', 'removed 1>']);
  });

  test('an inserted and a deleted rule are where they end up', () => {
    const now = chain(...drop(1, 2)).replace('COMMIT', '-I INPUT -j A\n-D INPUT 2\nCOMMIT');
    expect(told(diff(chain(...drop(1, 2)), now)).toSorted()).toEqual(['added >1', 'removed 1>']);
  });
});

describe('chains and tables', () => {
  test('new, gone, another policy', () => {
    const now = chain().replace(':A -', ':B -').replace('INPUT ACCEPT', 'INPUT DROP');
    const { chains, groups } = diff(chain(), now);
    expect(chains).toEqual({ added: 1, removed: 1, policy: 1, counters: 0 });
    expect(groups.flatMap(({ chains: all }) => all.map(({ change }) => change))).toEqual([
      'policy',
      'added',
      'removed',
    ]);
  });

  test('a table that only one has', () => {
    const { tables, counts } = diff(chain(...drop(1)), '*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n');
    expect(tables).toEqual([
      { name: 'nat', change: 'added' },
      { name: 'filter', change: 'removed' },
    ]);
    expect(counts.removed).toBe(1);
  });
});

describe('counters', () => {
  const counted = (packets: number, bytes: number) =>
    chain('-j A').replace('-A INPUT', `[${packets}:${bytes}] -A INPUT`);

  test('are compared', () => {
    const { counted: both, groups, reset } = diff(counted(5, 300), counted(7, 420));
    expect([both, reset]).toEqual([true, false]);
    expect(groups[0]?.rules[0]).toMatchObject({
      change: 'unchanged',
      delta: { packets: 2, bytes: 120, reset: false },
    });
  });

  test('that are smaller were reset', () => {
    const { groups, reset } = diff(counted(5, 300), counted(1, 60));
    expect(reset).toBe(true);
    expect(groups[0]?.rules[0]?.delta).toEqual({ packets: 1, bytes: 60, reset: true });
  });

  test('of one side only say nothing', () => {
    expect(diff(chain('-j A'), counted(1, 60))).toMatchObject({ counted: false, groups: [] });
  });
});

const SERVICE = `*nat
:KUBE-SERVICES - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-EXT-AAAAAAAAAAAAAAAA - [0:0]
:KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]
:KUBE-SEP-BBBBBBBBBBBBBBBB - [0:0]
:KUBE-SVC-CCCCCCCCCCCCCCCC - [0:0]
-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA
-A KUBE-NODEPORTS -p tcp -m comment --comment "shop/web:http" -m tcp --dport 30080 -j KUBE-EXT-AAAAAAAAAAAAAAAA
-A KUBE-EXT-AAAAAAAAAAAAAAAA -m comment --comment "masquerade traffic for shop/web:http external destinations" -j KUBE-MARK-MASQ
-A KUBE-EXT-AAAAAAAAAAAAAAAA -j KUBE-SVC-AAAAAAAAAAAAAAAA
-A KUBE-SVC-AAAAAAAAAAAAAAAA -j KUBE-SEP-BBBBBBBBBBBBBBBB
-A KUBE-SEP-BBBBBBBBBBBBBBBB -p tcp -m tcp -j DNAT --to-destination 10.244.0.5:8080
-A KUBE-SVC-CCCCCCCCCCCCCCCC -j KUBE-MARK-MASQ
COMMIT
`;

describe('Services', () => {
  test('are found from comments along the jumps, without comments of their own', () => {
    const { ofChain } = ownersIn(parseDump(SERVICE));
    const owner = { namespace: 'shop', name: 'web', port: 'http' };
    const chains = ['KUBE-SVC-A', 'KUBE-EXT-A', 'KUBE-SEP-B'].map(
      (name) => name + name.slice(-1).repeat(15),
    );
    expect(chains.map((name) => ofChain('nat', name))).toEqual([owner, owner, owner]);
    expect(ofChain('nat', `KUBE-SVC-${'C'.repeat(16)}`)).toBeUndefined();
  });

  test('group what changed; a chain that nobody leads to stands for itself', () => {
    const empty = SERVICE.replace(/^-A.*\n|^:KUBE-S(VC|EP).*\n|^:KUBE-EXT.*\n/gm, '');
    const groups = diff(empty, SERVICE).groups.map(({ service, table, chain: name, rules }) => [
      service ?? `${table}/${name}`,
      rules.length,
    ]);
    expect(groups).toEqual([
      ['shop/web', 6],
      ['nat/KUBE-SVC-CCCCCCCCCCCCCCCC', 1],
    ]);
  });
});

interface Dumps {
  readonly items: readonly {
    readonly id: string;
    readonly dump: string;
    readonly cluster: string;
  }[];
}

test('every Service rule of kube-proxy belongs to one', () => {
  const { items } = loadFixture<Dumps>('oracle/trace-kube.json.gz');
  const strays = items.flatMap(({ dump: text }) => {
    const dump = parseDump(text);
    const { ofChain } = ownersIn(dump);
    return dump.tables.flatMap(({ name: table, chains }) =>
      [...chains.keys()].filter(
        (name) => /^KUBE-(SVC|SVL|EXT|FW|SEP)-/.test(name) && !ofChain(table, name),
      ),
    );
  });
  expect(strays).toEqual([]);
});

describe('whatever the dumps are', () => {
  test('nothing differs from itself, in any spelling', () => {
    fc.assert(
      fc.property(dumpText(), (text) => {
        const spelt = text.replaceAll(/-s 10\.0\.0\.1\b(?!\/)/g, '-s 10.0.0.1/32');
        const { counts, groups } = diff(text, spelt);
        expect(groups).toEqual([]);
        expect(counts).toMatchObject({ moved: 0, changed: 0, added: 0, removed: 0 });
      }),
    );
  });

  test('every rule is accounted for once', () => {
    fc.assert(
      fc.property(dumpText(), dumpText(), (a, b) => {
        const [old, now] = [parseDump(a), parseDump(b)];
        const size = ({ tables }: typeof old) =>
          tables.flatMap(({ chains }) => [...chains.values()].flatMap(({ rules }) => rules)).length;
        const { unchanged, moved, changed, added, removed } = diffDumps(old, now).counts;
        expect(unchanged + moved + changed + removed).toBe(size(old));
        expect(unchanged + moved + changed + added).toBe(size(now));
      }),
    );
  });

  test('a shuffled chain has moved as few rules as there can be', () => {
    const order = fc.integer({ min: 1, max: 9 }).chain((count) => {
      const all = Array.from({ length: count }, (_, index) => index + 1);
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: count }));
    });
    fc.assert(
      fc.property(order, ([all, shuffled]) => {
        const { counts } = diff(chain(...drop(...all)), chain(...drop(...shuffled)));
        expect(counts.unchanged).toBe(longestRun(shuffled));
        expect(counts.unchanged + counts.moved).toBe(all.length);
      }),
    );
  });
});

/** The longest ascending run, looked for one by one. */
function longestRun(values: readonly number[]): number {
  const best: number[] = [];
  for (const [index, value] of values.entries()) {
    const before = best.filter((_, at) => at < index && (values[at] ?? 0) < value);
    best[index] = 1 + Math.max(0, ...before);
  }
  return Math.max(...best);
}

test('a chain of 50,000 rules turned around is compared at once', () => {
  const hosts = Array.from(
    { length: 50_000 },
    (_, index) => `-s 10.${index >> 16}.${(index >> 8) & 255}.${index & 255} -j DROP`,
  );
  const { counts } = diff(chain(...hosts), chain(...hosts.toReversed()));
  expect(counts).toMatchObject({ unchanged: 1, moved: 49_999 });
}, 20_000);

test.each([
  [
    '-m a --b 1 -j X',
    '-m a --b 2 -j X',
    { before: '-m a', old: '--b 1', new: '--b 2', after: '-j X' },
  ],
  ['-m a -j X', '-m a --b 2 -j X', { before: '-m a', old: '', new: '--b 2', after: '-j X' }],
  ['-j X', '-j X', { before: '-j X', old: '', new: '', after: '' }],
])('%s and %s differ in', (old, now, words) => {
  expect(differingWords(old, now)).toEqual(words);
});

test('what cannot be followed is counted, with its first line', () => {
  const text = chain('-m wonder --how -j DROP', '-m wonder -j HMARK --hmark-mod 5', '-j A');
  expect(notUnderstood(parseDump(text))).toEqual([
    { kind: 'match', name: 'wonder', count: 2, line: 4 },
    { kind: 'target', name: 'HMARK', count: 1, line: 5 },
  ]);
});

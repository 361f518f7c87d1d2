/** Dumps, real and made up, and what a paste can do to them: half lines, lost lines, other signs, wrong order. */
import fc from 'fast-check';
import { dumpText } from '../engine/netfilter-arbitraries.ts';
import type { TraceFile } from '../engine/trace-oracle.ts';
import { loadFixture } from '../fixtures.ts';
import { firewall } from '../kernel/rules.ts';

const FILES = ['trace-generic', 'trace-generic-more', 'trace-kube'];
const stored = FILES.flatMap((name) => {
  return loadFixture<TraceFile>(`oracle/${name}.json.gz`).items.map(({ dump }) => dump);
});

type Edit = (lines: readonly string[]) => readonly string[];

const SCRAPS = [
  '',
  '!',
  '"',
  "'",
  '\\',
  '-',
  '--',
  '-A',
  '-I',
  '-D',
  '-j',
  '-m',
  '-p',
  '! !',
  '\u0000',
  '\ufeff',
  '\ud800',
  '0/0',
  '0x',
  '99999999999999999999',
  '-j KUBE-SERVICES',
  '-g FORWARD',
  '-m statistic --mode random --probability 2',
  '-m statistic --mode random --probability -1',
  '-m statistic --mode nth --every 0',
  '-m limit --limit 0/day',
  '-m conntrack --ctstate',
  '-s ::/0',
  '-d 1.2.3.4/33',
  '__proto__',
  'constructor',
  '*nat',
  'COMMIT',
  ':A - [0:0]',
  '<b>&amp;</b>',
];

/** Where in a text of any length: a share of it. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const scrap = fc.oneof(fc.constantFrom(...SCRAPS), fc.string({ unit: 'binary', maxLength: 8 }));

const edit: fc.Arbitrary<Edit> = fc.oneof(
  share.map(
    (at): Edit =>
      (lines) =>
        lines.toSpliced(index(at, lines.length), 1),
  ),
  fc.tuple(share, share).map(([from, to]): Edit => {
    return (lines) => {
      const [moved = ''] = lines.slice(index(from, lines.length));
      return lines.toSpliced(index(to, lines.length), 0, moved);
    };
  }),
  fc.tuple(share, share).map(([at, column]): Edit => {
    return inLine(at, (line) => line.slice(0, index(column, line.length)));
  }),
  fc.tuple(share, share, scrap).map(([at, column, text]): Edit => {
    return inLine(at, (line) => {
      const words = line.split(' ');
      return words.toSpliced(index(column, words.length), 1, text).join(' ');
    });
  }),
  fc.tuple(share, share, scrap).map(([at, column, text]): Edit => {
    return inLine(at, (line) => {
      const cut = index(column, line.length);
      return line.slice(0, cut) + text + line.slice(cut);
    });
  }),
  share.map(
    (at): Edit =>
      (lines) =>
        lines.slice(0, index(at, lines.length)),
  ),
  fc.constant<Edit>((lines) => lines.map((line) => `${line}\r`)),
  fc.constant<Edit>((lines) => lines.map((line) => line.replace(/^-A/, '-I'))),
);

function index(at: number, length: number): number {
  return Math.min(length - 1, Math.floor(at * length));
}

function inLine(at: number, change: (line: string) => string): Edit {
  return (lines) => {
    const chosen = index(at, lines.length);
    return lines.map((line, number) => (number === chosen ? change(line) : line));
  };
}

export function mutated(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.array(edit, { maxLength: 6 }))
    .map(([whole, edits]) =>
      edits.reduce<readonly string[]>((lines, each) => each(lines), whole.split('\n')).join('\n'),
    );
}

export const anyDump: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: mutated(fc.constantFrom(...stored)), weight: 2 },
  { arbitrary: mutated(dumpText()), weight: 3 },
  {
    arbitrary: mutated(fc.tuple(fc.nat(), fc.boolean()).map(([seed, v6]) => firewall(seed, v6))),
    weight: 4,
  },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 300 }), weight: 1 },
);

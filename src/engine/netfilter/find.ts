/**
 * Finds the rules of a dump that have to do with what the reader asks for: an address or a network, a port,
 * both (`10.96.0.10:53`), or a word. Networks, ranges and lists are looked into: 10.244.1.7 finds
 * `-s 10.244.0.0/16`, 8080 finds `--dports 80,8000:9000`. A negated condition counts as having to do with it.
 */
import { contains, type Network, parseNetwork } from '../address.ts';
import { runToEnd } from '../run-to-end.ts';
import type { Argument, Chain, Dump, Rule } from './types.ts';
import { addressRange, isInRange, portSpan, within } from './values.ts';

/** Whether a rule has to do with it. */
type Wanted = (rule: Rule) => boolean;

const SLICE_RULES = 500;

/** Lines of the rules, and of the chains whose name has the word, in the order of the text. */
export function findRules(dump: Dump, query: string): readonly number[] {
  return runToEnd(findInSlices(dump, query));
}

/** The same in slices, for a page that must go on answering. */
export function* findInSlices(dump: Dump, query: string): Generator<void, readonly number[]> {
  const text = query.trim();
  if (text === '') return [];
  const { rule: isWanted, chain: isWantedChain } = wantedBy(text);
  const lines: number[] = [];
  let count = 0;
  for (const { chains } of dump.tables) {
    for (const chain of chains.values()) {
      if (isWantedChain(chain)) lines.push(chain.line);
      for (const rule of chain.rules) {
        if (isWanted(rule)) lines.push(rule.line);
        if (++count % SLICE_RULES === 0) yield;
      }
    }
  }
  return lines.sort((a, b) => a - b);
}

function wantedBy(text: string): {
  readonly rule: Wanted;
  readonly chain: (chain: Chain) => boolean;
} {
  const none = () => false;
  if (/^\d{1,5}$/.test(text)) return { rule: aboutPort(Number(text)), chain: none };
  const network = parseNetwork(text);
  if (network) return { rule: aboutNetwork(network), chain: none };
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = parseNetwork(bracketed ?? plain ?? '');
  if (address) {
    const [near, at] = [aboutNetwork(address), aboutPort(Number(port))];
    return { rule: (rule) => near(rule) && at(rule), chain: none };
  }
  const word = new RegExp(text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'), 'i');
  return { rule: aboutWord(word), chain: ({ name }) => word.test(name) };
}

function anyArgument(
  { basics, matches, target }: Rule,
  test: (argument: Argument) => boolean,
): boolean {
  return (
    basics.some(test) || matches.some(({ args }) => args.some(test)) || !!target?.args.some(test)
  );
}

function aboutNetwork(wanted: Network): Wanted {
  return (rule) =>
    anyArgument(rule, ({ option, values: [value = ''] }) => {
      if (option === '-s' || option === '-d') {
        return value.split(',').some((each) => meets(wanted, parseNetwork(each)));
      }
      if (option === '--to') return meets(wanted, parseNetwork(value));
      const range = ADDRESS_RANGES.has(option) && addressRange(addressesOf(value));
      return !!range && (isInRange(range, wanted.address) || contains(wanted, range.first));
    });
}

const ADDRESS_RANGES = new Set(['--to-destination', '--to-source', '--src-range', '--dst-range']);

function meets(a: Network, b: Network | undefined): boolean {
  return b !== undefined && (contains(a, b.address) || contains(b, a.address));
}

/** `10.0.0.1-10.0.0.9:80-90` without its ports. */
function addressesOf(value: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(value)?.[1];
  if (bracketed !== undefined) return bracketed;
  return value.includes('.') ? value.replace(/:.*$/, '') : value;
}

function aboutPort(wanted: number): Wanted {
  return (rule) =>
    anyArgument(rule, ({ option, values: [value = ''] }) => {
      if (PORTS.has(option)) return value.split(',').some((each) => isPort(each, wanted));
      if (option === '--to-destination' || option === '--to-source') {
        const ports = /^(?:\[[^\]]*\]|[^:]*):(\d+(?:-\d+)?)/.exec(value)?.[1];
        return ports !== undefined && isPort(ports.replace('-', ':'), wanted);
      }
      return option === '--to-ports' && isPort(value.replace('-', ':'), wanted);
    });
}

const PORTS = new Set([
  ...['--sport', '--dport', '--source-port', '--destination-port'],
  ...['--sports', '--dports', '--ports', '--source-ports', '--destination-ports'],
]);

function isPort(text: string, wanted: number): boolean {
  const span = portSpan(text);
  return span !== undefined && within(span, wanted);
}

function aboutWord(word: RegExp): Wanted {
  return (rule) =>
    word.test(rule.chain) ||
    (rule.target !== undefined && word.test(rule.target.name)) ||
    anyArgument(rule, ({ values }) => values.some((value) => word.test(value)));
}

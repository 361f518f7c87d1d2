/**
 * The words after `-A CHAIN`, sorted into what the rule asks of the packet, its matches and its target.
 * An extension that is not known keeps its options as they stand.
 */
import { type Arities, matchOptions, shortOption, targetOptions } from './options.ts';
import { protocolName, protocolNumber } from './packet.ts';
import type { Argument, Part } from './types.ts';
import type { Words } from './words.ts';

export interface RuleText {
  readonly basics: readonly Argument[];
  readonly matches: readonly Part[];
  readonly target: Part | undefined;
  readonly goto: boolean;
  /** The first word that belongs to nothing, or the option that lacks its value. */
  readonly fault:
    | {
        readonly code: 'value-missing' | 'token-stray';
        readonly text: string;
        readonly column: number;
      }
    | undefined;
}

interface OpenPart {
  readonly name: string;
  readonly args: Argument[];
  start: number;
  end: number;
}

const BASICS = new Map([
  ['-s', 1],
  ['-d', 1],
  ['-p', 1],
  ['-i', 1],
  ['-o', 1],
  ['-f', 0],
  ['-c', 2],
]);

export function ruleText(words: Words, first: number): RuleText {
  const basics: Argument[] = [];
  const matches: OpenPart[] = [];
  let target: OpenPart | undefined;
  let goto = false;
  let fault: RuleText['fault'];
  let at = first;

  while (at < words.count) {
    const start = words.start[at] ?? 0;
    const signed = isSign(words, at);
    if (signed) at++;
    if (at === words.count) {
      fault ??= { code: 'value-missing', text: '!', column: start };
      break;
    }
    const text = words.text[at] ?? '';
    const column = words.start[at] ?? 0;
    if (words.quoted[at] || text.charCodeAt(0) !== DASH) {
      fault ??= { code: 'token-stray', text, column };
      at++;
      continue;
    }
    const basic = basicOption(text, matches);
    const known = BASICS.get(basic) ?? (OPENS.has(basic) ? 1 : undefined);
    const owner = known === undefined ? ownerOf(text, target, matches, basics) : undefined;
    const arities = owner && aritiesOf(owner, target);
    const option = known === undefined ? fullOption(text, arities) : basic;
    const arity = known ?? arities?.get(option);
    at++;
    // Text of before 2008 has the sign behind the option.
    const not = (at < words.count && arity !== 0 && isSign(words, at) && ++at > 0) || signed;
    const values: string[] = [];
    while (
      at < words.count &&
      (arity === undefined ? !looksLikeOption(words, at) : values.length < arity)
    ) {
      values.push(words.text[at++] ?? '');
    }
    const end = words.end[at - 1] ?? column;
    if (values.length < (arity ?? 0)) {
      fault ??= { code: 'value-missing', text, column };
    } else if (option === '-m') {
      matches.push({ name: values[0] ?? '', args: [], start, end });
    } else if (option === '-j' || option === '-g') {
      target = { name: values[0] ?? '', args: [], start, end };
      goto = option === '-g';
    } else if (known !== undefined) {
      basics.push({ not, option, values, start, end });
    } else if (owner) {
      owner.args.push({ not, option, values, start, end });
      owner.start = Math.min(owner.start, start);
      owner.end = Math.max(owner.end, end);
      if (owner !== target && !matches.includes(owner)) matches.push(owner);
    } else fault ??= { code: 'token-stray', text, column };
  }
  return { basics, matches, target, goto, fault };
}

const DASH = 45;
const OPENS = new Set(['-m', '-j', '-g']);

function isSign(words: Words, at: number): boolean {
  return words.text[at] === '!' && !words.quoted[at];
}

function looksLikeOption(words: Words, at: number): boolean {
  const text = words.text[at] ?? '';
  return !words.quoted[at] && (text === '!' || /^-(-?[a-z]|$)/i.test(text));
}

function aritiesOf(part: OpenPart, target: OpenPart | undefined) {
  return part === target ? targetOptions(part.name) : matchOptions(part.name);
}

/** `-s` for `--source`. What a match calls `--proto` is its own. */
function basicOption(text: string, matches: readonly OpenPart[]): string {
  const short = shortOption(text);
  if (short === text) return text;
  return matches.some(({ name }) => matchOptions(name)?.has(text)) ? text : short;
}

/**
 * The latest part that has the option; else the match that the protocol implies (`-p tcp --dport 80`), else
 * the latest part that is not known and so may have it.
 */
function ownerOf(
  option: string,
  target: OpenPart | undefined,
  matches: readonly OpenPart[],
  basics: readonly Argument[],
): OpenPart | undefined {
  const having = matches.findLast(({ name }) => takes(matchOptions(name), option));
  if (target && takes(targetOptions(target.name), option)) {
    return having && having.start > target.start ? having : target;
  }
  if (having) return having;
  const protocol = basics.find((argument) => argument.option === '-p')?.values[0];
  const match = protocol === undefined ? undefined : matchOf(protocol);
  if (match !== undefined && takes(matchOptions(match), option)) {
    return { name: match, args: [], start: Number.POSITIVE_INFINITY, end: 0 };
  }
  return target ?? matches.at(-1);
}

function takes(arities: Arities | undefined, option: string): boolean {
  return arities !== undefined && (arities.has(option) || arities.has(fullOption(option, arities)));
}

/** `--to-port` for `--to-ports`: getopt(3) takes a beginning that only one option has. */
function fullOption(text: string, arities: Arities | undefined): string {
  if (!arities || arities.has(text) || !text.startsWith('--')) return text;
  let found: string | undefined;
  for (const option of arities.keys()) {
    if (!option.startsWith(text)) continue;
    if (found !== undefined) return text;
    found = option;
  }
  return found ?? text;
}

/** `-p 6` implies the match `tcp`, `-p icmpv6` the match `icmp6`. */
function matchOf(protocol: string): string | undefined {
  const number = protocolNumber(protocol);
  if (number === undefined) return undefined;
  const name = protocolName(number);
  return name === 'ipv6-icmp' ? 'icmp6' : name === 'mobility-header' ? 'mh' : name;
}

/**
 * Which rule of a chain a line of a trace is about. The legacy back end tells its number; xtables-monitor
 * spells the rule as iptables-save does; nft spells it in its own language, of which the verdict, addresses,
 * ports and interfaces are understood here. Rules of a chain match in their order, so what comes next stands
 * behind what came before.
 */
import { printRule } from './canonical.ts';
import { conditionsOf } from './conditions.ts';
import { optionValue } from './match.ts';
import type { ShownEvent } from './monitor-lines.ts';
import { ruleText } from './rule-text.ts';
import { verdictOf } from './trace-events.ts';
import type { Chain, Rule } from './types.ts';
import { Words } from './words.ts';

/** `after`: the number of the rule that matched last on this visit of the chain. */
export function rulesFor(chain: Chain, event: ShownEvent, after: number): readonly number[] {
  const { number, text, verdict, to } = event;
  if (number !== undefined) return chain.rules.length >= number ? [number] : [];
  const later = chain.rules.slice(after);
  const saying = text?.startsWith('-A ') ? spellings(later, chain, text) : [];
  const [first] = saying;
  // Of rules that say the same the first one matches, unless dice are thrown.
  if (first) return (isPure(first) ? [first] : saying).map((rule) => rule.number);
  const fitting = later.filter(
    (rule) => verdictOf(rule) === verdict && (to === undefined || rule.target?.name === to),
  );
  const narrowed = text === undefined || text.startsWith('-A ') ? fitting : narrow(fitting, text);
  return narrowed.map((rule) => rule.number);
}

function isPure(rule: Rule): boolean {
  return conditionsOf(rule).every(({ pure }) => pure);
}

function spellings(rules: readonly Rule[], chain: Chain, text: string): readonly Rule[] {
  const words = new Words();
  if (words.split(text, 0, text.length) !== -1) return [];
  const { table, name } = chain;
  const place = { table, chain: name, number: 0, line: 0, counters: undefined };
  const wanted = printRule({ ...place, ...ruleText(words, 2) });
  return rules.filter((rule) => spelt(rule) === wanted);
}

/** As it is saved; a chain may hold ten thousand rules, and be met by every packet. */
function spelt(rule: Rule): string {
  const known = SPELT.get(rule);
  if (known !== undefined) return known;
  const text = printRule(rule);
  SPELT.set(rule, text);
  return text;
}

const SPELT = new WeakMap<Rule, string>();

/** Words of nft by which the target is known. */
const NFT_TARGETS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bmasquerade\b/, ['MASQUERADE']],
  [/\bdnat\b/, ['DNAT', 'NETMAP']],
  [/\bsnat\b/, ['SNAT', 'NETMAP']],
  [/\bredirect\b/, ['REDIRECT']],
  [/\breject\b/, ['REJECT']],
  [/\bnftrace set 1\b/, ['TRACE']],
  [/\bmeta mark set\b/, ['MARK', 'CONNMARK']],
  [/\bct mark set\b/, ['CONNMARK']],
  [/\blog\b/, ['LOG', 'NFLOG']],
  [/\bnotrack\b/, ['CT', 'NOTRACK']],
];

/** Conditions by which rules are told apart: the word of nft, and the value of the rule. */
const NFT_CONDITIONS: readonly (readonly [RegExp, (rule: Rule) => string | undefined])[] = [
  [/\bip6? saddr (?:!= )?(\S+)/, basic('-s')],
  [/\bip6? daddr (?:!= )?(\S+)/, basic('-d')],
  [/\biifname (?:!= )?"([^"]+)"/, basic('-i')],
  [/\boifname (?:!= )?"([^"]+)"/, basic('-o')],
  [/\bdport (?:!= )?(\S+)/, option('--dport')],
  [/\bsport (?:!= )?(\S+)/, option('--sport')],
];

function basic(name: string): (rule: Rule) => string | undefined {
  return ({ basics }) => basics.find((argument) => argument.option === name)?.values[0];
}

function option(name: string): (rule: Rule) => string | undefined {
  return ({ matches }) =>
    matches.map((match) => optionValue(match, name)).find((value) => value !== undefined);
}

function narrow(rules: readonly Rule[], text: string): readonly Rule[] {
  const [, targets] = NFT_TARGETS.find(([word]) => word.test(text)) ?? [];
  let left = rules;
  const keep = (test: (rule: Rule) => boolean) => {
    const kept = left.filter(test);
    if (kept.length > 0) left = kept;
  };
  if (targets) keep(({ target }) => targets.includes(target?.name ?? ''));
  for (const [word, of] of NFT_CONDITIONS) {
    const shown = word.exec(text)?.[1];
    // A set is not spelt as the rule has it.
    if (shown?.startsWith('{') || shown?.startsWith('@')) continue;
    keep((rule) => plain(of(rule)) === shown);
  }
  return left;
}

/** As nft spells it. */
function plain(value: string | undefined): string | undefined {
  return value
    ?.replace(/\/(?:32|128)$/, '')
    .replace(/^(\d+):(\d+)$/, '$1-$2')
    .replace(/\+$/, '*');
}

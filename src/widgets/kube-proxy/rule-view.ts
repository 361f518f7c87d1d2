/** Rules chain by chain, in the order in which a packet meets them, each with what it is for. */
import {
  explainRules,
  frameRules,
  type PlannedRules,
  portRules,
  type RuleGroup,
  rulesText,
} from '../../engine/kube-proxy/index.ts';
import type { Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { DumpLine } from './dump-lines.ts';

export interface ChainView {
  /** `nat KUBE-SVC-…`, `@service-ips`. */
  readonly name: string;
  readonly rules: readonly RuleRow[];
}

/** `line` of a dump; 0 in rules that are generated. */
export type RuleRow = readonly [text: string, line: number, says?: Pair];

export interface RuleView {
  /** All there are, listed or not. */
  readonly count: number;
  readonly groups: readonly ChainView[];
}

const MOST_RULES = 600;

export function portView(planned: PlannedRules, plan: PlannedRules['plans'][number]): RuleView {
  return viewOf(portRules(planned, [plan], 'save'));
}

export function frameView(planned: PlannedRules): RuleView {
  return viewOf(frameRules(planned, 'save'));
}

/** As kube-proxy writes it, or as iptables-save shows it; nftables has one form. */
export function wholeText(planned: PlannedRules, form: string): string {
  return rulesText(planned, form === 'restore' ? 'restore' : 'save');
}

function viewOf(tables: readonly RuleGroup[]): RuleView {
  return linedView(
    tables.flatMap(({ table, lines }) => lines.map((text) => ({ table, text, line: 0 }))),
  );
}

export function linedView(lines: readonly DumpLine[]): RuleView {
  const meanings = explainRules(lines.map(({ text }) => text));
  const groups = new Map<string, RuleRow[]>();
  for (const [index, { table, text: whole, line }] of lines.slice(0, MOST_RULES).entries()) {
    const { name, text } = placed(table, whole);
    const meaning = meanings[index];
    const row: RuleRow = meaning
      ? [text, line, sentence(meaning.code, meaning.params)]
      : [text, line];
    const rules = groups.get(name);
    if (rules) rules.push(row);
    else groups.set(name, [row]);
  }
  return {
    count: lines.length,
    groups: [...groups]
      .map(([name, rules]) => ({ name, rules }))
      .sort((a, b) => rankOf(a.name) - rankOf(b.name)),
  };
}

/** The chain heads its rules, so nftables' lines go without it; lines of iptables stay whole. */
function placed(table: string, line: string): { readonly name: string; readonly text: string } {
  const nft = /^add (rule|element) \S+ \S+ (\S+) (.*)$/.exec(line);
  if (nft) {
    const [, kind, place = '', text = ''] = nft;
    return { name: kind === 'element' ? `@${place}` : place, text };
  }
  const chain = /^(?:\[\d+:\d+\] )?-A ([^-\s]\S*)/.exec(line)?.[1];
  const set = /^add (\S+)/.exec(line)?.[1];
  return { name: `${table} ${chain ?? set ?? ''}`.trim(), text: line };
}

const ORDER: readonly RegExp[] = [
  /^(?:nat )?(?:PREROUTING|OUTPUT)$|^nat-(?:prerouting|output)$/,
  /^filter (?:INPUT|FORWARD|OUTPUT)$|^filter-/,
  /^nat KUBE-SERVICES$|^services$|^@service-ips$|^ipvsadm/,
  /^nat KUBE-NODEPORTS$|^@service-nodeports$|^@nodeport-ips$/,
  /^filter KUBE-(?:EXTERNAL-)?SERVICES$|^@no-endpoint|^(?:service|nodeport)-endpoints-check$/,
  /^filter KUBE-PROXY-FIREWALL$|^@firewall-ips$|^firewall-check$/,
  /^filter /,
  /KUBE-FW-|^firewall-/,
  /KUBE-EXT-|^external-/,
  /KUBE-SVL-|^local-/,
  /KUBE-SVC-|^service-/,
  /KUBE-SEP-|^endpoint-/,
];

function rankOf(name: string): number {
  const rank = ORDER.findIndex((each) => each.test(name));
  return rank < 0 ? ORDER.length : rank;
}

/** One outcome as the view shows it: the hooks it passes and the rules that matched. */
import {
  basesAt,
  chainIn,
  type Dump,
  type Hook,
  type NftDump,
  type Outcome,
  type Packet,
  placeOf,
  type Step,
  type StepCode,
} from '../../engine/netfilter/index.ts';
import type { Tone } from '../../ui/editor.tsx';
import type { Finding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { type Heat, levelOf } from './reading.ts';
import { said } from './said.ts';

/** Where a packet can be: a hook, the routing decision, a program of the node, a wire. */
export type Place = Hook | 'routing' | 'process' | 'in' | 'out';

/** A table at a hook: its name, what was done there, and whether the dump has it or a rule in it matched. */
export type TableView = readonly [name: string, did: string, state: '' | 'is-there' | 'is-hit'];

export interface StepView {
  readonly line: number;
  /** `nat/KUBE-SERVICES/7`. */
  readonly at: string;
  /** How deep in chains. */
  readonly depth: number;
  /** The first of its table: named by the hook. */
  readonly opens?: string;
  readonly text: string;
  /** Columns of the target in `text`. */
  readonly target: readonly [start: number, end: number];
  readonly says: Pair;
  /** How many rules of the chain were tried before it. */
  readonly skipped?: Pair;
  readonly tone: Tone;
  /** Packets counted, and how hot that is: 0 to 9. */
  readonly heat?: readonly [packets: number, level: number];
}

export interface WalkView {
  readonly hooks: readonly (readonly [name: Hook, tables: readonly TableView[]])[];
  readonly path: readonly Place[];
  /** Where it comes in and goes out. */
  readonly wires: readonly [from: string, out: string];
  /** The path in words. */
  readonly twin: readonly Pair[];
  readonly steps: readonly StepView[];
  readonly moreSteps?: Pair;
  readonly notes: readonly Finding[];
}

const HOOKS: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

const MOST_STEPS = 300;

export function walkView(
  dump: Dump | NftDump,
  heat: Heat | undefined,
  packet: Packet,
  outcome: Outcome,
): WalkView {
  const start: Hook = packet.in === undefined ? 'OUTPUT' : 'PREROUTING';
  const found = followed(dump, start, outcome);
  const path = pathOf(start, found.last, outcome);
  const hooks = HOOKS.map((name) => {
    const views = basesAt(dump, name).map(({ name: table, there }): TableView => {
      const did = found.did.get(`${name}/${table}`);
      return [table, did ?? '', did === undefined ? (there ? 'is-there' : '') : 'is-hit'];
    });
    return [name, views] as const;
  });
  const steps = found.visits.slice(0, MOST_STEPS).map((visit) => stepView(dump, heat, visit));
  const rest = found.visits.length - steps.length;
  return {
    hooks,
    path,
    wires: [packet.in ?? '', outcome.out ?? ''],
    twin: twinOf(path, hooks, packet, outcome),
    steps,
    ...(rest > 0 && { moreSteps: fill(said.moreSteps, { count: rest }) }),
    notes: notesOf(outcome),
  };
}

/** A step with where it stands: an unknown one is the last. */
interface Visit {
  readonly step: Pick<Step, 'table' | 'chain' | 'number' | 'line'>;
  readonly hook: Hook;
  readonly opens: boolean;
  readonly depth: number;
  readonly skipped: number;
  readonly says: Pair;
  readonly tone: Tone;
}

interface Followed {
  readonly visits: readonly Visit[];
  readonly last: Hook;
  /** What was done, by `hook/table`. */
  readonly did: ReadonlyMap<string, string>;
}

function followed(dump: Dump | NftDump, start: Hook, { steps, unknown }: Outcome): Followed {
  let hook = start;
  let stack: { readonly chain: string; readonly table: string; number: number }[] = [];
  const visits: Visit[] = [];
  const did = new Map<string, string>();
  const enter = (step: Visit['step'], says: Pair, tone: Tone, word: string) => {
    const { table, chain, number } = step;
    const [base] = stack;
    const asked = hookOf(dump, table, chain);
    const opens = asked !== undefined && (base?.chain !== chain || base.table !== table);
    if (opens) {
      hook = asked;
      stack = [{ chain, table, number: 0 }];
    } else {
      const at = stack.findLastIndex((frame) => frame.chain === chain);
      if (at >= 0) stack = stack.slice(0, at + 1);
    }
    const top = stack.at(-1);
    const own = number === 'policy' ? lengthOf(dump, table, chain) + 1 : number;
    const skipped = own - (top?.number ?? 0) - 1;
    if (top) top.number = own;
    visits.push({ step, hook, opens, depth: Math.max(0, stack.length - 1), skipped, says, tone });
    // Tables of iptables are named at the hook, base chains of nftables.
    const key = `${hook}/${'family' in dump ? table : (stack[0]?.chain ?? chain)}`;
    did.set(key, word || (did.get(key) ?? ''));
  };
  for (const step of steps) {
    const { code, params, table } = step;
    enter(step, sentence(code, params), TONES[code] ?? 'info', WORDS[code] ?? '');
    if (code !== 'rule-jump' && code !== 'rule-goto') continue;
    if (code === 'rule-goto') stack.pop();
    stack.push({ chain: String(params['chain']), table, number: 0 });
  }
  if (unknown) {
    const { rule, line, why, at } = unknown;
    if (!rule) hook = at.slice('routing/'.length) as Hook;
    else enter({ ...rule, line }, sentence(why.code, why.params), 'warn', '?');
  }
  return { visits, last: hook, did };
}

/** The hook that asks the chain by itself; undefined for a chain that is jumped to. */
function hookOf(dump: Dump | NftDump, table: string, chain: string): Hook | undefined {
  const found = chainIn(dump, table, chain);
  if (found && 'base' in found) return found.base?.hook;
  return HOOKS.find((hook) => hook === chain);
}

function lengthOf(dump: Dump | NftDump, table: string, chain: string): number {
  return chainIn(dump, table, chain)?.rules.length ?? 0;
}

const WORDS: Partial<Record<StepCode, string>> = {
  'rule-accept': 'ACCEPT',
  'rule-drop': 'DROP',
  'rule-reject': 'REJECT',
  'rule-mark': 'MARK',
  'rule-connmark': 'CONNMARK',
  'rule-dnat': 'DNAT',
  'rule-snat': 'SNAT',
  'rule-masquerade': 'MASQUERADE',
  'rule-redirect': 'REDIRECT',
  'rule-netmap': 'NETMAP',
  'rule-notrack': 'NOTRACK',
  'policy-drop': 'DROP',
};

const TONES: Partial<Record<StepCode, Tone>> = {
  'rule-accept': 'good',
  'rule-drop': 'bad',
  'rule-reject': 'bad',
  'policy-drop': 'bad',
};

function stepView(
  dump: Dump | NftDump,
  heat: Heat | undefined,
  { step, hook, opens, depth, skipped, says, tone }: Visit,
): StepView {
  const { table, chain, number, line } = step;
  const found = chainIn(dump, table, chain);
  const rule = number === 'policy' ? undefined : found?.rules[number - 1];
  const counted = rule ?? found;
  const counters = counted && 'counters' in counted ? counted.counters : undefined;
  const whole = dump.lines[line - 1] ?? '';
  const from = /^\s*(?:\[[^\]]*\]\s*)?/.exec(whole)?.[0].length ?? 0;
  const { start, end } = (rule && 'target' in rule && rule.target) || { start: from, end: from };
  return {
    line,
    at: placeOf(step),
    depth,
    ...(opens && { opens: `${hook} ${'family' in dump ? table : chain}` }),
    text: whole.slice(from).trimEnd(),
    target: [Math.max(0, start - from), Math.max(0, end - from)],
    says,
    ...(skipped > 0 && { skipped: fill(said.skipped, { count: skipped }) }),
    tone,
    ...(heat &&
      counters && { heat: [counters.packets, levelOf(counters.packets, heat.most)] as const }),
  };
}

/** The places in the order of the kernel, up to where it ends. */
function pathOf(start: Hook, last: Hook, { verdict, out, lost, unknown }: Outcome): Place[] {
  const arrived = verdict === 'accept';
  const goal: Hook = arrived ? (out === 'local' ? 'INPUT' : 'POSTROUTING') : last;
  const path: Place[] = start === 'OUTPUT' ? ['process', 'OUTPUT'] : ['in', 'PREROUTING'];
  if (goal === start) {
    const decides = lost !== undefined || unknown?.at.startsWith('routing/');
    return decides && start === 'PREROUTING' ? [...path, 'routing'] : path;
  }
  if (start === 'OUTPUT') {
    path.push('POSTROUTING');
    if (goal === 'POSTROUTING') return arrived ? [...path, 'out'] : path;
    path.push('PREROUTING');
    if (goal === 'PREROUTING') return lost ? [...path, 'routing'] : path;
  }
  path.push('routing');
  if (goal === 'INPUT') path.push('INPUT', ...(arrived ? (['process'] as const) : []));
  else path.push('FORWARD');
  if (goal === 'POSTROUTING') path.push('POSTROUTING', ...(arrived ? (['out'] as const) : []));
  return path;
}

function twinOf(
  path: readonly Place[],
  hooks: WalkView['hooks'],
  packet: Packet,
  { out, verdict }: Outcome,
): readonly Pair[] {
  const words = path.map((place): Pair => {
    if (place === 'in') return [packet.in ?? '', packet.in ?? ''];
    if (place === 'out') return [out ?? '?', out ?? '?'];
    if (place === 'process') return said.process;
    if (place === 'routing') {
      const to = path.includes('INPUT') ? 'local' : (out ?? '');
      return fill(said.routing, { to });
    }
    const tables = hooks.find(([name]) => name === place)?.[1] ?? [];
    const hits = tables.filter(([, , state]) => state === 'is-hit');
    const text = [place, ...hits.map(([name, did]) => `${name} ${did}`.trim())].join(' · ');
    return [text, text];
  });
  return verdict === 'accept' ? words : [...words, said.ends];
}

function notesOf({ assumptions, uncertain }: Outcome): readonly Finding[] {
  return [
    ...assumptions.map(({ code, line }) => ({ line, tone: 'info' as const, text: sentence(code) })),
    ...uncertain.map(({ line }) => ({ line, tone: 'info' as const, text: said.uncertain })),
  ];
}

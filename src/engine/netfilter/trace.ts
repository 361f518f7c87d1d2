/**
 * The way of one packet through the hooks and tables, rule by rule, in the kernel's order: PREROUTING,
 * routing, INPUT or FORWARD and POSTROUTING; OUTPUT and POSTROUTING for what the node sends, and a second
 * time through on loopback. Source: include/uapi/linux/netfilter_ipv4.h, net/ipv4/ip_input.c, ip_forward.c,
 * ip_output.c, net/netfilter/nf_nat_core.c. Where a rule throws dice the way parts, once per side.
 */
import { type Address, familyOf, printEndpoint, sameAddress } from '../address.ts';
import { nextRuleFor } from './chain-index.ts';
import { conditionsOf } from './conditions.ts';
import { confirm, isKnown, track } from './conntrack.ts';
import type { NftDump, NftRule } from './nft/types.ts';
import { runRule } from './nft/walk-rule.ts';
import { bindNothing, isBound, rewrite } from './nat.ts';
import { type Env, hasPorts, type Packet, protocolNumber } from './packet.ts';
import { isLoopback, routeTo } from './route.ts';
import { type AnyChain, type AnyRule, type Ruleset, rulesetOf } from './ruleset.ts';
import { applyTarget, changesNothing, type Effect, hex } from './target.ts';
import { type Dump, placeOf, type Rule } from './types.ts';
import {
  type Assumption,
  type Condition,
  type Examined,
  type Header,
  type Pass,
  type Step,
  type Unknown,
  unknown,
  type Walk,
  type World,
} from './walk.ts';

/** Why a packet ended although no rule dropped it. */
export type LostCode = 'no-route' | 'martian-source' | 'martian-destination' | 'ttl-expired';

export interface Outcome {
  readonly probability: number;
  readonly verdict: 'accept' | 'drop' | 'reject' | 'unknown';
  readonly rejectWith?: string;
  /** Address and port as they are at the end. */
  readonly destination: string;
  readonly source: string;
  /** What a socket of the node sees as source where that differs from what the last rule saw. */
  readonly socketSource?: string;
  /** The interface, `local` for a socket of the node; absent unless accepted or not stated. */
  readonly out?: string;
  /** A MASQUERADE rule was met, even if the source stayed the same. */
  readonly masqueradeRule: boolean;
  /** Firewall mark as filter and mangle saw it last: nat POSTROUTING may clear it afterwards. */
  readonly mark: string;
  readonly steps: readonly Step[];
  readonly passes: readonly Pass[];
  readonly examined: readonly Examined[];
  readonly assumptions: readonly Assumption[];
  readonly uncertain: readonly AnyRule[];
  readonly unknown?: {
    /** As placeOf() says it, or `routing/HOOK`. */
    readonly at: string;
    readonly line: number;
    readonly why: Unknown;
    readonly rule?: AnyRule;
  };
  readonly lost?: LostCode;
  /** The header as it left: what a reply to it looks like is told by it. */
  readonly header: Header;
  readonly world: World;
}

export interface TraceOptions {
  /** Note the rules that did not match, too. */
  readonly all?: boolean;
  /** Decides every random rule: it matches when its probability is greater. */
  readonly dice?: number;
}

export const NEW_WORLD: World = {
  flows: [],
  buckets: new Map(),
  recent: new Map(),
  ipsets: {},
};

const MOST_WAYS = 4096;
const DEEPEST = 512;

type End = Pick<Outcome, 'verdict' | 'rejectWith' | 'unknown' | 'lost' | 'out'>;

/** Every outcome that the random rules leave open, in the order of the rules; probabilities add to 1. */
export function tracePacket(
  dump: Dump | NftDump,
  env: Env,
  packet: Packet,
  world: World = NEW_WORLD,
  options: TraceOptions = {},
): readonly Outcome[] {
  const rules = rulesetOf(dump, familyOf(packet.src));
  const waiting = [begin(rules, env, packet, world, options)];
  const outcomes: Outcome[] = [];
  for (let walk = waiting.pop(); walk; walk = waiting.pop()) {
    const current = walk;
    if (outcomes.length === MOST_WAYS) {
      current.probability += waiting.splice(0).reduce((sum, each) => sum + each.probability, 0);
      outcomes.push(outcomeOf(current, unknownAt(current, unknown('too-many-ways'))));
      break;
    }
    const chance: Chance = (probability, other) => {
      if (options.dice !== undefined) return options.dice < probability;
      const copy = copyOf(current, current.probability * (1 - probability));
      other?.(copy);
      waiting.push(copy);
      current.probability *= probability;
      return true;
    };
    outcomes.push(outcomeOf(current, run(current, chance)));
  }
  return outcomes;
}

/**
 * What the world is like after the packet, for the next one: of several ways the one that the next packet
 * shows to have been taken (a reply comes from the chosen endpoint), else the likeliest.
 */
export function worldAfter(outcomes: readonly Outcome[], next: Packet | undefined): World {
  const shown = next && outcomes.find(({ world }) => isKnown(world.flows, headerOf(next)));
  const likeliest = outcomes.reduce<Outcome | undefined>(
    (best, each) => (best && best.probability >= each.probability ? best : each),
    undefined,
  );
  return (shown ?? likeliest)?.world ?? NEW_WORLD;
}

function begin(
  rules: Ruleset,
  env: Env,
  packet: Packet,
  world: World,
  { all = false }: TraceOptions,
): Walk {
  // What the node sends has one of its addresses as source, whether they are stated or not.
  const own =
    env.localIPs === undefined && packet.in === undefined ? { localIPs: [packet.src] } : {};
  return {
    rules,
    env: { ...env, ...own },
    all,
    probability: 1,
    header: headerOf(packet),
    world: { ...world, ipsets: { ...env.ipsets, ...world.ipsets } },
    hook: packet.in === undefined ? 'OUTPUT' : 'PREROUTING',
    stations: [],
    drawn: 0,
    stack: [],
    base: undefined,
    natChains: [],
    asking: undefined,
    in: packet.in,
    out: undefined,
    looped: false,
    state: packet.state,
    reply: false,
    flow: undefined,
    zone: 0,
    markBeforeNat: undefined,
    masquerade: false,
    steps: [],
    passes: [],
    examined: [],
    assumptions: [],
    uncertain: [],
  };
}

function headerOf(packet: Packet): Header {
  const { src, dst, proto, sport, dport, flags, type, code, icmpId, mark = 0 } = packet;
  const { uid, gid, length, ttl, tos, mac, at = 0 } = packet;
  const number = protocolNumber(proto) ?? 0;
  return {
    src,
    dst,
    proto: number,
    sport: hasPorts(number) ? sport : undefined,
    dport: hasPorts(number) ? dport : undefined,
    flags: flags ?? (number === TCP ? ['SYN'] : []),
    type,
    code,
    icmpId,
    mark,
    uid,
    gid,
    length,
    ttl,
    tos,
    mac,
    at,
  };
}

const TCP = 6;

function copyOf(walk: Walk, probability: number): Walk {
  return {
    ...walk,
    probability,
    stack: walk.stack.map((frame) => ({ ...frame })),
    steps: [...walk.steps],
    passes: [...walk.passes],
    examined: [...walk.examined],
    uncertain: [...walk.uncertain],
  };
}

/** Whether a random rule matches; the other way waits to be walked, `other` says from where. */
type Chance = (probability: number, other?: (walk: Walk) => void) => boolean;

function run(walk: Walk, chance: Chance): End {
  // A copy begins in the middle of a hook.
  if (walk.steps.length === 0 && walk.passes.length === 0) {
    walk.stations = walk.rules.stations(walk.hook);
    const lost = walk.hook === 'OUTPUT' ? route(walk) : undefined;
    if (lost) return lost;
  }
  for (;;) {
    const end = walk.stack.length > 0 ? nextRule(walk, chance) : nextStation(walk);
    if (end) return end;
  }
}

function nextStation(walk: Walk): End | undefined {
  const [asked, ...others] = walk.natChains;
  walk.natChains = others;
  if (asked && walk.asking && walk.flow && !isBound(walk.flow, walk.asking)) {
    return enter(walk, asked);
  }
  const lost = leaveNat(walk);
  if (lost) return lost;
  const [station, ...ahead] = walk.stations;
  if (!station) return nextHook(walk);
  walk.stations = ahead;
  if (station.kind === 'track') track(walk);
  else if (station.kind === 'chain') enter(walk, station.chain);
  else if (enterNat(walk)) walk.natChains = station.chains;
  return undefined;
}

function enter(walk: Walk, chain: AnyChain): undefined {
  walk.base = chain;
  walk.stack.push({ chain, next: 0 });
  const { header, out, steps } = walk;
  const met = { table: chain.table, chain: chain.name, policy: chain.policy };
  walk.passes.push({ ...met, header, in: walk.in, out, steps: steps.length });
  return undefined;
}

/** Whether the chains are asked: for the first packet of a flow, once per side. */
function enterNat(walk: Walk): boolean {
  const side = walk.hook === 'PREROUTING' || walk.hook === 'OUTPUT' ? 'dst' : 'src';
  if (side === 'src') walk.markBeforeNat = walk.header.mark;
  const { flow, state, reply } = walk;
  if (!flow) return false;
  walk.asking = side;
  return (state === 'NEW' || state === 'RELATED') && !reply && !isBound(flow, side);
}

function leaveNat(walk: Walk): End | undefined {
  const { asking, header, flow } = walk;
  if (!asking) return undefined;
  walk.asking = undefined;
  if (flow && !isBound(flow, asking)) bindNothing(walk, asking);
  rewrite(walk, asking);
  if (walk.hook !== 'OUTPUT' || sameAddress(header.dst, walk.header.dst)) return undefined;
  // The rest of OUTPUT still sees the interface of before; the packet takes the new way afterwards.
  const before = walk.out;
  const lost = route(walk);
  walk.out = before;
  return lost;
}

function nextHook(walk: Walk): End | undefined {
  const { hook } = walk;
  if (hook === 'INPUT' || hook === 'POSTROUTING') {
    confirm(walk);
    if (hook === 'INPUT') return { verdict: 'accept', out: 'local' };
    if (walk.out !== 'lo') {
      return { verdict: 'accept', ...(walk.out !== undefined && { out: walk.out }) };
    }
    walk.hook = 'PREROUTING';
    walk.in = 'lo';
    walk.out = undefined;
    walk.looped = true;
  } else {
    const end = hook === 'PREROUTING' ? decide(walk) : undefined;
    if (end) return end;
    if (hook !== 'PREROUTING') walk.hook = 'POSTROUTING';
    const lost = hook === 'OUTPUT' ? route(walk) : undefined;
    if (lost) return lost;
  }
  walk.stations = walk.rules.stations(walk.hook);
  return undefined;
}

/** The routing decision for a packet that came in: this node, another interface, or nowhere. */
function decide(walk: Walk): End | undefined {
  const { env, header } = walk;
  const wire = !walk.looped;
  if (wire && !env.routeLocalnet && header.dst.length === 1) {
    if (isLoopback(header.src)) return { verdict: 'drop', lost: 'martian-source' };
    if (isLoopback(header.dst)) return { verdict: 'drop', lost: 'martian-destination' };
  }
  if (wire && env.localIPs?.some((own) => sameAddress(own, header.src))) {
    return { verdict: 'drop', lost: 'martian-source' };
  }
  const where = routeTo(env, header.dst);
  if (where.kind === 'local') walk.hook = 'INPUT';
  else {
    if (where.kind === 'no-route') return { verdict: 'drop', lost: 'no-route' };
    if (where.kind === 'unknown' && (env.localIPs === undefined || isGroup(header.dst))) {
      return unknownAt(walk, unknown(env.localIPs ? 'group-address' : 'local-not-stated'));
    }
    if (header.ttl !== undefined) {
      if (header.ttl <= 1) return { verdict: 'drop', lost: 'ttl-expired' };
      walk.header = { ...header, ttl: header.ttl - 1 };
    }
    walk.hook = 'FORWARD';
    walk.out = where.kind === 'out' ? where.dev : undefined;
  }
  return undefined;
}

function isGroup(address: Address): boolean {
  const [first = 0] = address;
  return address.length === 1 ? first >>> 28 >= 14 : first >>> 24 === 0xff;
}

/** The way out for what the node sends. */
function route(walk: Walk): End | undefined {
  const { env, header } = walk;
  const where = routeTo(env, header.dst);
  if (where.kind === 'no-route') return { verdict: 'drop', lost: 'no-route' };
  walk.out = where.kind === 'local' ? 'lo' : where.kind === 'out' ? where.dev : undefined;
  const astray = header.src.length === 1 && isLoopback(header.src) && walk.out !== 'lo';
  if (astray && walk.out !== undefined && !env.routeLocalnet) {
    return { verdict: 'drop', lost: 'martian-source' };
  }
  return undefined;
}

function nextRule(walk: Walk, chance: Chance): End | undefined {
  const frame = walk.stack.at(-1);
  if (!frame) return undefined;
  if (!walk.all) frame.next = nextRuleFor(frame.chain, frame.next, walk.header.dst);
  const rule = frame.chain.rules[frame.next];
  if (!rule) return leaveChain(walk);
  frame.next++;
  return 'statements' in rule ? nftRule(walk, rule, chance) : iptablesRule(walk, rule, chance);
}

function nftRule(walk: Walk, rule: NftRule, chance: Chance): End | undefined {
  const { header, world, flow, rules } = walk;
  /** The other way comes back to the rule as it was, for the number that comes next. */
  const again = (copy: Walk) => {
    Object.assign(copy, { header, world, flow, drawn: copy.drawn + 1 });
    const frame = copy.stack.at(-1);
    if (frame) frame.next--;
  };
  const sets = (name: string) => rules.elements(rule.table, name);
  const ran = runRule(walk, rule, sets, (share) => chance(share, again));
  if ('effect' in ran) return take(walk, rule, ran.effect);
  note(walk, rule, ran.failed);
  return undefined;
}

function note(walk: Walk, rule: AnyRule, { start, end }: Pick<Condition, 'start' | 'end'>): void {
  if (!walk.all) return;
  const { table, chain, number, line } = rule;
  walk.examined.push({ table, chain, number, line, failed: { start, end } });
}

function iptablesRule(walk: Walk, rule: Rule, chance: Chance): End | undefined {
  const conditions = conditionsOf(rule);
  let doubt: Unknown | undefined;
  for (let index = 0; index < conditions.length; index++) {
    const condition = conditions[index] as Condition;
    const held = condition.holds(walk, rule);
    if (held === true) continue;
    if (typeof held === 'object') {
      doubt ??= held;
      continue;
    }
    const failed = held === false ? condition : fallen(walk, rule, index, held, chance);
    if (!failed) continue;
    note(walk, rule, failed);
    return undefined;
  }
  if (!doubt) return take(walk, rule, applyTarget(walk, rule));
  if (!changesNothing(rule)) return unknownAt(walk, doubt, rule);
  walk.uncertain.push(rule);
  return undefined;
}

/** The condition that fails after all: dice are thrown only where nothing behind them forbids the match. */
function fallen(
  walk: Walk,
  rule: Rule,
  index: number,
  probability: number,
  chance: Chance,
): Condition | undefined {
  const conditions = conditionsOf(rule);
  const own = conditions[index];
  if (probability <= 0) return own;
  const later = conditions
    .slice(index + 1)
    .find((each) => each.pure && each.holds(walk, rule) === false);
  if (later || probability >= 1) return later;
  return chance(probability) ? undefined : own;
}

function take(walk: Walk, rule: AnyRule, effect: Effect): End | undefined {
  if (effect.kind === 'unknown') return unknownAt(walk, effect.why, rule);
  const { table, chain, number, line } = rule;
  walk.steps.push({ table, chain, number, line, ...effect.did });
  switch (effect.kind) {
    case 'go-on':
      return undefined;
    case 'accept':
      walk.stack = [];
      return undefined;
    case 'drop':
      return { verdict: 'drop' };
    case 'reject':
      return { verdict: 'reject', rejectWith: effect.rejectWith };
    case 'return':
      return leaveChain(walk);
    case 'enter': {
      const entered = walk.rules.chain(table, effect.chain);
      if (!entered) return unknownAt(walk, unknown('chain-missing', { chain: effect.chain }), rule);
      if (walk.stack.length > DEEPEST) return unknownAt(walk, unknown('chain-loop'), rule);
      if (effect.goto) walk.stack.pop();
      walk.stack.push({ chain: entered, next: 0 });
      return undefined;
    }
  }
}

function leaveChain(walk: Walk): End | undefined {
  walk.stack.pop();
  const { base } = walk;
  if (walk.stack.length > 0 || base?.policy !== 'DROP') return undefined;
  const { table, name: chain, line } = base;
  walk.steps.push({
    table,
    chain,
    number: 'policy',
    line,
    code: 'policy-drop',
    params: {},
  });
  return { verdict: 'drop' };
}

function unknownAt(walk: Walk, why: Unknown, rule?: AnyRule): End {
  const at = rule ? placeOf(rule) : `routing/${walk.hook}`;
  return { verdict: 'unknown', unknown: { at, line: rule?.line ?? 0, why, ...(rule && { rule }) } };
}

function outcomeOf(walk: Walk, end: End): Outcome {
  const { header, probability, masquerade, steps, passes, examined } = walk;
  const { assumptions, uncertain, world } = walk;
  // The last rule may see a reply to the node before nat turns its source back; the socket sees it after.
  const { src, sport } = (end.out === 'local' && walk.passes.at(-1)?.header) || header;
  const turned = !sameAddress(src, header.src);
  return {
    probability,
    ...end,
    destination: printEndpoint(header.dst, header.dport),
    source: printEndpoint(src, sport),
    ...(turned && { socketSource: printEndpoint(header.src, header.sport) }),
    masqueradeRule: masquerade,
    mark: hex(walk.markBeforeNat ?? header.mark),
    steps,
    passes,
    examined,
    assumptions,
    uncertain,
    header,
    world,
  };
}

/**
 * The ways of one packet through the hooks and tables (walk-hooks.ts), rule by rule (walk-rules.ts): where a
 * rule throws dice the way parts, once per side.
 */
import { familyOf, printEndpoint, sameAddress } from '../address.ts';
import { isKnown } from './conntrack.ts';
import type { NftDump } from './nft/types.ts';
import { likeliest } from './outcome-summary.ts';
import type { Env, Packet } from './packet.ts';
import { type AnyRule, rulesetOf } from './ruleset.ts';
import type { Dump } from './types.ts';
import { hex } from './values.ts';
import {
  type Assumption,
  type End,
  type Examined,
  type Header,
  type Pass,
  type Step,
  unknown,
  unknownAt,
  type Walk,
  type World,
} from './walk.ts';
import { begin, copyOf, headerOf } from './walk-begin.ts';
import { firstHook, nextStation } from './walk-hooks.ts';
import { type Chance, nextRule } from './walk-rules.ts';

export interface Outcome extends End {
  readonly probability: number;
  /** Address and port as they are at the end. */
  readonly destination: string;
  readonly source: string;
  /** What a socket of the node sees as source where that differs from what the last rule saw. */
  readonly socketSource?: string;
  /** A MASQUERADE rule was met, even if the source stayed the same. */
  readonly masqueradeRule: boolean;
  /** Firewall mark as filter and mangle saw it last: nat POSTROUTING may clear it afterwards. */
  readonly mark: string;
  readonly steps: readonly Step[];
  readonly passes: readonly Pass[];
  readonly examined: readonly Examined[];
  readonly assumptions: readonly Assumption[];
  readonly uncertain: readonly AnyRule[];
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

/** Every outcome that the random rules leave open, in the order of the rules; probabilities add to 1. */
export function tracePacket(
  dump: Dump | NftDump,
  env: Env,
  packet: Packet,
  world: World = NEW_WORLD,
  options: TraceOptions = {},
): readonly Outcome[] {
  const rules = rulesetOf(dump, familyOf(packet.src));
  const waiting = [begin(rules, env, packet, world, options.all ?? false)];
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
  return (shown ?? likeliest(outcomes))?.world ?? NEW_WORLD;
}

function run(walk: Walk, chance: Chance): End {
  // A copy begins in the middle of a hook.
  if (walk.steps.length === 0 && walk.passes.length === 0) {
    const lost = firstHook(walk);
    if (lost) return lost;
  }
  for (;;) {
    const end = walk.stack.length > 0 ? nextRule(walk, chance) : nextStation(walk);
    if (end) return end;
  }
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

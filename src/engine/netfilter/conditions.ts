/**
 * A rule as the conditions it puts, in the order the kernel asks them: addresses, interfaces and protocol
 * first, then its matches as written. What is not modelled is a condition too, one that answers "unknown".
 */
import { type Address, contains, parseNetwork } from '../address.ts';
import { inverted, type Match, type Test } from './match.ts';
import { ADDRESS_MATCHES } from './match-address.ts';
import { HEADER_MATCHES } from './match-header.ts';
import { MEMORY_MATCHES } from './match-memory.ts';
import { STATE_MATCHES } from './match-state.ts';
import { protocolNumber } from './packet.ts';
import type { Argument, Part, Rule } from './types.ts';
import { type Condition, unknown, type Walk } from './walk.ts';

const MATCHES: ReadonlyMap<string, Match> = new Map(
  Object.entries({ ...HEADER_MATCHES, ...ADDRESS_MATCHES, ...STATE_MATCHES, ...MEMORY_MATCHES }),
);

const compiled = new WeakMap<Rule, readonly Condition[]>();

export function conditionsOf(rule: Rule): readonly Condition[] {
  let conditions = compiled.get(rule);
  if (!conditions) {
    conditions = [...rule.basics.flatMap(basic), ...rule.matches.flatMap(matchConditions)];
    compiled.set(rule, conditions);
  }
  return conditions;
}

/** Whether every option of the match is understood. */
export function isUnderstood({ name }: Part): boolean {
  return MATCHES.has(name);
}

function matchConditions(part: Part): readonly Condition[] {
  const match = MATCHES.get(part.name);
  if (match) return match(part);
  const held = unknown('match-unknown', { match: part.name });
  return [{ start: part.start, end: part.end, pure: true, holds: () => held }];
}

function basic(argument: Argument): readonly Condition[] {
  const { start, end, not, option, values } = argument;
  const [value = ''] = values;
  const holds = basicTest(option, value);
  if (holds === undefined) return [];
  return [{ start, end, pure: true, holds: (walk) => inverted(holds(walk), not) }];
}

function basicTest(option: string, value: string): Test | undefined {
  if (option === '-s') return addressTest(value, ({ header }) => header.src);
  if (option === '-d') return addressTest(value, ({ header }) => header.dst);
  if (option === '-p') {
    const proto = protocolNumber(value);
    if (proto === undefined) return () => unknown('value-unreadable', { text: value });
    return ({ header }) => proto === 0 || header.proto === proto;
  }
  if (option === '-i') return ({ in: name }) => isInterface(value, name ?? '');
  if (option === '-o') {
    return (walk) => {
      if (walk.out !== undefined) return isInterface(value, walk.out);
      // Before the routing decision there is no interface, and only `+` fits that.
      const routed = walk.hook !== 'PREROUTING' && walk.hook !== 'INPUT';
      return routed ? unknown('route-not-stated') : isInterface(value, '');
    };
  }
  // Packets come whole here: conntrack puts fragments together first.
  if (option === '-f') return () => false;
  return undefined;
}

function addressTest(value: string, of: (walk: Walk) => Address): Test {
  const networks = value.split(',').map(parseNetwork);
  const [network] = networks;
  if (network === undefined || networks.includes(undefined)) {
    return () => unknown('value-unreadable', { text: value });
  }
  if (networks.length === 1) return (walk) => contains(network, of(walk));
  return (walk) => networks.some((each) => each !== undefined && contains(each, of(walk)));
}

/** `eth+` is every name that begins so. */
function isInterface(pattern: string, name: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

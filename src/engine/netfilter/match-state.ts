/**
 * Matches on what connection tracking knows of the packet. Source: net/netfilter/xt_conntrack.c,
 * xt_state.c, xt_connmark.c.
 */
import { type Address, contains, parseNetwork } from '../address.ts';
import type { Flow } from './conntrack.ts';
import { inverted, type Match, type Test, whole } from './match.ts';
import { hasPorts, protocolNumber } from './packet.ts';
import type { Argument } from './types.ts';
import { maskedOf, portSpan, within } from './values.ts';
import { type Condition, type Held, unknown, type Walk } from './walk.ts';

const STATES: readonly string[] = [
  'NEW',
  'ESTABLISHED',
  'RELATED',
  'INVALID',
  'UNTRACKED',
  'SNAT',
  'DNAT',
];

/** `SNAT` and `DNAT` are no states: they hold beside one when the flow's address was changed. */
function stateTest(text: string): Test | undefined {
  const wanted = text.split(',');
  if (!wanted.every((state) => STATES.includes(state))) return undefined;
  return ({ state = 'INVALID', flow }) =>
    wanted.includes(state) ||
    (flow?.srcNat === true && wanted.includes('SNAT')) ||
    (flow?.dstNat === true && wanted.includes('DNAT'));
}

const STATUS: Readonly<Record<string, (flow: Flow) => boolean>> = {
  // No bit at all can never be found set.
  NONE: () => false,
  EXPECTED: () => false,
  SEEN_REPLY: ({ seenReply }) => seenReply,
  ASSURED: ({ assured }) => assured,
  CONFIRMED: ({ confirmed }) => confirmed,
};

type FlowTest = (flow: Flow, walk: Walk) => Held;

function flowTest(option: string, value: string): FlowTest | undefined {
  if (option === '--ctstatus') {
    const tests = value.split(',').map((name) => STATUS[name]);
    if (tests.includes(undefined)) return undefined;
    return (flow) => tests.some((test) => test?.(flow));
  }
  if (option === '--ctdir') {
    if (value !== 'ORIGINAL' && value !== 'REPLY') return undefined;
    return (_, { reply }) => reply === (value === 'REPLY');
  }
  if (option === '--ctproto') {
    const proto = protocolNumber(value);
    return proto === undefined ? undefined : ({ original }) => original.proto === proto;
  }
  const address = TUPLE_ADDRESSES[option];
  if (address) {
    const network = parseNetwork(value);
    return network && ((flow) => contains(network, address(flow)));
  }
  const port = TUPLE_PORTS[option];
  if (!port) return () => unknown('option-unknown', { option });
  const span = portSpan(value);
  return (
    span && ((flow) => hasPorts(flow.original.proto) && within(span, port(flow) ?? Number.NaN))
  );
}

const TUPLE_ADDRESSES: Readonly<Record<string, (flow: Flow) => Address>> = {
  '--ctorigsrc': ({ original }) => original.src,
  '--ctorigdst': ({ original }) => original.dst,
  '--ctreplsrc': ({ reply }) => reply.src,
  '--ctrepldst': ({ reply }) => reply.dst,
};

const TUPLE_PORTS: Readonly<Record<string, (flow: Flow) => number | undefined>> = {
  '--ctorigsrcport': ({ original }) => original.sport,
  '--ctorigdstport': ({ original }) => original.dport,
  '--ctreplsrcport': ({ reply }) => reply.sport,
  '--ctrepldstport': ({ reply }) => reply.dport,
};

/**
 * Without a flow (an invalid or untracked packet) only the state is asked: when the match asks for one, the
 * rest of it is not looked at; when it does not, nothing holds.
 */
const conntrack: Match = ({ args }) => {
  const asksState = args.some(({ option }) => option === '--ctstate');
  return args.map((argument): Condition => {
    const { option, values, not, start, end } = argument;
    const [value = ''] = values;
    const ordered = { start, end, pure: true };
    if (option === '--ctstate') return { ...ordered, holds: readTest(argument, stateTest(value)) };
    const test = flowTest(option, value);
    const unreadable = unknown('value-unreadable', { text: value });
    return {
      ...ordered,
      holds: (walk) => {
        if (!walk.flow) return asksState;
        return test ? inverted(test(walk.flow, walk), not) : unreadable;
      },
    };
  });
};

const state: Match = ({ args }) =>
  args.map((argument): Condition => {
    const { start, end, values } = argument;
    return { start, end, pure: true, holds: readTest(argument, stateTest(values[0] ?? '')) };
  });

function readTest({ not, values }: Argument, test: Test | undefined): Test {
  const unreadable = unknown('value-unreadable', { text: values.join(' ') });
  return test ? (walk) => inverted(test(walk), not) : () => unreadable;
}

/** Without a flow it never holds, not even turned around. */
const connmark: Match = (part) => {
  const [argument] = part.args;
  const wanted = maskedOf(argument?.values[0]);
  const unreadable = unknown('value-unreadable', { text: argument?.values.join(' ') ?? '' });
  return whole(part, true, ({ flow }) => {
    if (!wanted) return unreadable;
    return (
      flow !== undefined && ((flow.mark & wanted.mask) >>> 0 === wanted.value) !== argument?.not
    );
  });
};

export const STATE_MATCHES: Readonly<Record<string, Match>> = { conntrack, state, connmark };

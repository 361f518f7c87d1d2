/**
 * What the kernel tells of a traced packet, as a prediction has it too: every rule that matched and every
 * policy that decided, in order. Source: net/netfilter/nf_tables_trace.c (the nft back end traces a rule
 * after it matched, with its verdict) and net/ipv4/netfilter/ip_tables.c, trace_packet().
 */
import { isTarget } from './hooks.ts';
import type { Outcome } from './trace.ts';
import type { Rule } from './types.ts';
import type { Step, StepCode } from './walk.ts';

export interface TraceEvent {
  /** `return`: the end of a user's chain, which only the kernel's log tells. */
  readonly kind: 'rule' | 'policy' | 'return';
  readonly table: string;
  readonly chain: string;
  /** The rules of the chain that it can be: one where that is certain, none where the dump has no such rule. */
  readonly numbers: readonly number[];
  /** `ACCEPT`, `DROP`, `CONTINUE`, `RETURN`, `JUMP`, `GOTO`, `QUEUE`; empty when neither text nor dump tells. */
  readonly verdict: string;
  /** The chain of JUMP and GOTO. */
  readonly to?: string;
  /** Says nothing about the way: a rule that switches the trace on, a table that the dump does not hold. */
  readonly beside?: true;
}

const VERDICTS: Partial<Record<StepCode, string>> = {
  'rule-accept': 'ACCEPT',
  'rule-dnat': 'ACCEPT',
  'rule-snat': 'ACCEPT',
  'rule-masquerade': 'ACCEPT',
  'rule-redirect': 'ACCEPT',
  'rule-netmap': 'ACCEPT',
  'rule-drop': 'DROP',
  // The answer is sent by the rule itself; the packet is then dropped.
  'rule-reject': 'DROP',
  'policy-drop': 'DROP',
  'rule-return': 'RETURN',
  'rule-jump': 'JUMP',
  'rule-goto': 'GOTO',
};

/** The events of one built-in chain that the packet met. */
export interface PassEvents {
  readonly pass: Outcome['passes'][number];
  readonly steps: readonly Step[];
  readonly events: readonly TraceEvent[];
}

export function passEvents({ passes, steps, unknown }: Outcome): readonly PassEvents[] {
  return passes.map((pass, index) => {
    const next = passes[index + 1];
    const own = steps.slice(pass.steps, next?.steps ?? steps.length);
    const events = own.map(eventOf);
    const last = events.at(-1);
    // An ACCEPT in a chain of the user's ends the table as well.
    const decided = last?.verdict === 'ACCEPT' || last?.verdict === 'DROP';
    const open = next === undefined && unknown !== undefined && !unknown.at.startsWith('routing/');
    if (decided || open) return { pass, steps: own, events };
    const { table, chain, policy = 'ACCEPT' } = pass;
    const end: TraceEvent = { kind: 'policy', table, chain, numbers: [], verdict: policy };
    return { pass, steps: own, events: [...events, end] };
  });
}

export function eventsOf(outcome: Outcome): readonly TraceEvent[] {
  return passEvents(outcome).flatMap(({ events }) => events);
}

function eventOf({ table, chain, number, code, params }: Step): TraceEvent {
  const verdict = VERDICTS[code] ?? 'CONTINUE';
  if (number === 'policy') return { kind: 'policy', table, chain, numbers: [], verdict };
  const to = verdict === 'JUMP' || verdict === 'GOTO' ? String(params['chain']) : undefined;
  return {
    kind: 'rule',
    table,
    chain,
    numbers: [number],
    verdict,
    ...(to !== undefined && { to }),
    ...(params['target'] === 'TRACE' && { beside: true }),
  };
}

const DECIDING: Readonly<Record<string, string>> = {
  ACCEPT: 'ACCEPT',
  DNAT: 'ACCEPT',
  SNAT: 'ACCEPT',
  MASQUERADE: 'ACCEPT',
  REDIRECT: 'ACCEPT',
  NETMAP: 'ACCEPT',
  TPROXY: 'ACCEPT',
  DROP: 'DROP',
  REJECT: 'DROP',
  RETURN: 'RETURN',
  QUEUE: 'QUEUE',
  NFQUEUE: 'QUEUE',
};

/** The verdict that the kernel tells where `rule` matches. */
export function verdictOf({ target, goto }: Rule): string {
  if (!target) return 'CONTINUE';
  if (goto) return 'GOTO';
  return DECIDING[target.name] ?? (isTarget(target.name) ? 'CONTINUE' : 'JUMP');
}

/**
 * Reads what the scheduler says when a Pod fits nowhere: "0/5 nodes are available: …".
 * The form is FitError.Error of pkg/scheduler/framework/types.go, v1.37.2:
 *
 *     0/N nodes are available: PREFILTER. PREEMPTION          no node was looked at
 *     0/N nodes are available: COUNT REASON, …. PREEMPTION    counts by reason, sorted as text
 *
 * PREEMPTION begins with `preemption: ` and may hold such a message again. Left out: placements of Pod groups.
 */
import type { Problem } from '../problem.ts';
import { balanceOf } from './balance.ts';
import { clauseOf, isKnown } from './clauses.ts';
import { messagesIn } from './find.ts';
import type {
  Clause,
  MessageProblemCode,
  MessageReport,
  Preemption,
  PreemptionCode,
  SchedulerMessage,
  Verdict,
} from './types.ts';

export type * from './types.ts';

const MOST_MESSAGES = 200;

export function readSchedulerMessages(text: string): MessageReport {
  const found = messagesIn(text, MOST_MESSAGES);
  const problem = (code: MessageProblemCode, line: number): Problem<MessageProblemCode> => ({
    code,
    path: '',
    params: { most: MOST_MESSAGES },
    line,
    column: 1,
  });
  const isEmpty = text.trim() === '';
  return {
    messages: found.map(({ line, text: message }) => readMessage(message, line)),
    problems: [
      ...(found.length === 0 ? [problem(isEmpty ? 'message-empty' : 'message-none', 1)] : []),
      ...(found.length === MOST_MESSAGES
        ? [problem('message-too-many', found.at(-1)?.line ?? 1)]
        : []),
    ],
  };
}

const HEAD = /^\d+\/(\d+) nodes are available:? ?/;
const PREEMPTION = /(?:^|[ ,])(?:pod group )?preemption: /;

function readMessage(text: string, line: number): SchedulerMessage {
  const head = HEAD.exec(text);
  if (!head)
    return { ...verdictOf('', 0), line, text, preemption: null, truncated: false, rest: '' };
  const nodes = Number(head[1]);
  const body = text.slice(head[0].length);
  const cut = PREEMPTION.exec(body);
  const said = (cut ? body.slice(0, cut.index) : body).trim();
  const preemption = cut ? preemptionOf(body.slice(cut.index + cut[0].length).trim(), nodes) : null;
  const { reasons, rest } = split(said);
  return {
    ...verdictOf(reasons, nodes),
    line,
    text,
    preemption,
    truncated: isTruncated(said, preemption, rest),
    rest: rest.replace(/^,\s*/, ''),
  };
}

/** The scheduler itself cuts at 1024 bytes and says ` ...` (truncateMessage of schedule_one.go). */
const CUT = / ?(?:\.\.\.|…)$/;

function isTruncated(said: string, preemption: Preemption | null, rest: string): boolean {
  if (preemption) return isOpen(preemption.text) && preemption.code === 'preemption-no-node';
  return isOpen(said) && rest === '';
}

function isOpen(text: string): boolean {
  return CUT.test(text) || !text.endsWith('.');
}

/** Reasons end at the full stop; what follows is of a plugin of PostFilter. */
function split(said: string): { readonly reasons: string; readonly rest: string } {
  const whole = said.replace(CUT, '');
  const end = /\.(?= |$)(?! ?\d+ )/.exec(whole);
  if (!end) return { reasons: whole, rest: '' };
  return { reasons: whole.slice(0, end.index), rest: whole.slice(end.index + 1).trim() };
}

function verdictOf(reasons: string, nodes: number): Verdict {
  const clauses = clausesIn(reasons);
  return { nodes, clauses, balance: balanceOf(clauses, nodes) };
}

function clausesIn(reasons: string): readonly Clause[] {
  if (reasons === '') return [];
  // A reason may have commas of its own: only a number after one begins another.
  return reasons.split(/, (?=\d+ )/).flatMap((part) => {
    const [, count, reason = ''] = /^(\d+) (.*)$/.exec(part) ?? [];
    if (count !== undefined) return [clauseOf(reason, Number(count))];
    // Reasons of PreFilter have no counts and are joined by commas.
    const pieces = isKnown(part) ? [part] : part.split(', ');
    return pieces.every(isKnown)
      ? pieces.map((piece) => clauseOf(piece, null))
      : [clauseOf(part, null)];
  });
}

const SAYINGS: readonly (readonly [RegExp, PreemptionCode])[] = [
  [/^not eligible due to preemptionPolicy=Never/, 'preemption-never'],
  [/^not eligible due to (?:a )?terminating pods? on the nominated node/, 'preemption-waits'],
  [/^no candidate node for preemption/, 'preemption-no-candidate'],
];

function preemptionOf(text: string, nodes: number): Preemption {
  const head = HEAD.exec(text);
  if (head) {
    const { reasons } = split(text.slice(head[0].length));
    return { ...verdictOf(reasons, Number(head[1])), code: 'preemption-no-node', text };
  }
  const code = SAYINGS.find(([says]) => says.test(text))?.[1] ?? 'preemption-other';
  return { ...verdictOf('', nodes), code, text };
}

import {
  type Clause,
  readSchedulerMessages,
  type SchedulerMessage,
  type Verdict,
} from '../../engine/scheduler-message/index.ts';
import type { Finding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import {
  balanceMessages,
  clauseFixes,
  clauseMeanings,
  messageProblems,
  preemptionMessages,
} from '../../ui/scheduler-messages.ts';
import type { Input } from '../define.ts';

export type SchedulingInput = Input;

export interface ClauseView {
  readonly count: number | null;
  readonly plugin: string;
  readonly text: string;
  readonly means: Pair;
  readonly fix: Pair;
  readonly older: boolean;
  readonly preemptible: boolean;
}

export interface BalanceView {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly text: Pair;
}

export interface MessageView {
  readonly line: number;
  readonly nodes: number;
  readonly clauses: readonly ClauseView[];
  readonly balance: BalanceView;
  readonly truncated: boolean;
  readonly rest: string;
  readonly preemption?: {
    readonly says: Pair;
    readonly words: string;
    readonly clauses: readonly ClauseView[];
    readonly balance?: BalanceView;
  };
}

export interface SchedulingAnswer {
  readonly messages: readonly MessageView[];
  readonly problems: readonly Finding[];
  readonly summary: string;
}

export function* answer({ input }: SchedulingInput): Generator<void, SchedulingAnswer> {
  const { messages, problems } = readSchedulerMessages(input);
  yield;
  return {
    messages: messages.map(viewOf),
    problems: problems.map(({ code, line, params }) => ({
      line,
      tone: 'bad',
      text: fill(messageProblems[code], params),
    })),
    summary: messages.length === 0 ? 'problem' : messages.map(summaryOf).join(' | '),
  };
}

function viewOf(message: SchedulerMessage): MessageView {
  const { line, nodes, clauses, preemption, truncated, rest } = message;
  return {
    line,
    nodes,
    clauses: clauses.map(clauseView),
    balance: balanceView(message),
    truncated,
    rest,
    ...(preemption && {
      preemption: {
        says: preemptionMessages[preemption.code],
        words: preemption.text,
        clauses: preemption.clauses.map(clauseView),
        ...(preemption.clauses.length > 0 && { balance: balanceView(preemption) }),
      },
    }),
  };
}

function clauseView({ code, count, plugin, text, params, older, preemptible }: Clause): ClauseView {
  const taint = params['taint'];
  const named = code === 'taint' ? { taint: taint ? ` ${taint.trim()}` : '' } : params;
  return {
    count,
    plugin,
    text,
    means: fill(clauseMeanings[code], named),
    fix: clauseFixes[code],
    older,
    preemptible,
  };
}

const TONES = {
  'adds-up': 'good',
  overlap: 'good',
  none: 'good',
  missing: 'warn',
  'too-many': 'bad',
} as const;

function balanceView({ balance, nodes }: Verdict): BalanceView {
  const { code, sum, least } = balance;
  return { tone: TONES[code], text: fill(balanceMessages[code], { sum, least, nodes }) };
}

function summaryOf({ clauses, balance }: SchedulerMessage): string {
  const said = clauses.map(({ count, code }) => (count === null ? code : `${count} ${code}`));
  return `${said.join(', ')}: ${balance.code}`;
}

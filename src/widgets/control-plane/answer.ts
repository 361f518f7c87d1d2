import { type Story, type Step, tellingStory } from '../../engine/control-plane/index.ts';
import type { Spot } from '../../ui/control-plane-map.tsx';
import { outcomeMessages, sourceMessages, verbMessages } from '../../ui/control-plane-messages.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import type { Pair } from '../../ui/messages.ts';
import type { Input } from '../define.ts';
import { type Detail, detailOf, seenText } from './detail.ts';
import { said, type Words } from './messages.ts';
import recordings from './recordings.json' with { type: 'json' };

export interface ReplayInput extends Input {
  /** A recording by its name; `input` goes before it. */
  readonly recording: string;
  /** The step, from 1; empty before the start. */
  readonly at: string;
  /** `all`: Events and reads too. */
  readonly show: string;
}

/** One line of the log. */
export interface Row {
  /** Milliseconds. */
  readonly at: number;
  readonly who: string;
  readonly spot: Spot | '';
  /** Key of `verbs`; `$` of what was typed or done. */
  readonly verb: string;
  readonly what: string;
  /** Key of `outcomes`; left out where it was simply stored. */
  readonly outcome?: string;
  readonly code?: number;
  readonly because?: string;
  readonly stored: boolean;
}

export interface ReplayAnswer {
  readonly rows: readonly Row[];
  readonly verbs: Readonly<Record<string, Pair>>;
  readonly outcomes: Readonly<Record<string, Pair>>;
  readonly source: Pair;
  readonly words: Words;
  readonly problems: readonly Finding[];
  /** Of the step that is asked for. */
  readonly detail: Detail | null;
  readonly summary: string;
}

/** As many as a browser lists without standing still. */
const MOST_ROWS = 3000;

const known = recordings as Readonly<Record<string, string>>;
/** The last story: stepping through it does not tell it again. */
let last: { readonly text: string; readonly story: Story } | undefined;

export function* answer(input: ReplayInput): Generator<void, ReplayAnswer> {
  const own = input.input.trim() !== '';
  const name = input.recording;
  const text = own ? input.input : Object.hasOwn(known, name) ? (known[name] ?? '') : '';
  const story = last?.text === text ? last.story : yield* tellingStory(text);
  last = { text, story };
  const steps = story.steps
    .map((step, index) => ({ step, index }))
    .filter(({ step }) => isShown(step, story, input.show === 'all'))
    .slice(0, MOST_ROWS);
  const position = Math.min(Math.trunc(Number(input.at)) || 0, steps.length);
  const chosen = position < 1 ? undefined : steps[position - 1];
  const rows = steps.map(({ step }) => rowOf(step));
  const numbers = new Map(steps.map(({ index }, place) => [index, place + 1]));
  return {
    rows,
    verbs: used(verbMessages, rows, ({ verb }) => verb),
    outcomes: used(outcomeMessages, rows, ({ outcome }) => outcome ?? ''),
    source: story.steps.length === 0 ? said.none : sourceMessages[story.source],
    words: said,
    problems: own ? story.problems.map(problemFinding) : [],
    detail: chosen ? detailOf(chosen.step, chosen.index, story, numbers) : null,
    summary: chosen ? summaryAt(chosen.step) : summaryOf(story),
  };
}

function isShown({ kind, action, cause }: Step, { source }: Story, all: boolean): boolean {
  if (all || source === 'events') return true;
  if (kind === 'action')
    return !/^kubectl (get|rollout (status|history)|wait|describe)/.test(action);
  return kind === 'write' && cause.code !== 'report';
}

function rowOf(step: Step): Row {
  const { kind, at, component, place, outcome, code, cause } = step;
  const isQuiet = outcome === 'stored' || outcome === 'seen';
  const stored =
    kind !== 'read' && kind !== 'action' && (outcome === 'stored' || outcome === 'removed');
  return {
    at: Math.round(at),
    who: component,
    spot: place === 'other' ? '' : place,
    verb: verbOf(step),
    what: whatOf(step),
    ...(!isQuiet && { outcome, ...(code >= 300 && { code }) }),
    ...(cause.seen && { because: seenText(cause.seen) }),
    stored,
  };
}

function verbOf({ kind, verb, subresource }: Step): string {
  if (kind === 'action') return '$';
  if (kind === 'event') return 'event';
  return subresource in verbMessages ? subresource : verb;
}

function whatOf({ kind, resource, subresource, name, action, told }: Step): string {
  if (kind === 'action') return action;
  if (told) {
    const times = told.count > 1 ? ` ×${told.count}` : '';
    return [told.reason || told.message, told.on].filter(Boolean).join(' ') + times;
  }
  const isOwnVerb = subresource in verbMessages;
  const what = subresource === '' || isOwnVerb ? resource : `${resource}/${subresource}`;
  return [what, name].filter(Boolean).join(' ');
}

function used<Key extends string>(
  all: Readonly<Record<Key, Pair>>,
  rows: readonly Row[],
  key: (row: Row) => string,
): Readonly<Record<string, Pair>> {
  const keys = new Set(rows.map(key));
  return Object.fromEntries(Object.entries<Pair>(all).filter(([name]) => keys.has(name)));
}

function summaryOf({ steps }: Story): string {
  const who = steps
    .filter(({ kind }) => kind === 'write' || kind === 'event')
    .map(({ component }) => component);
  return who.length === 0 ? 'problem' : [...new Set(who)].join(' > ');
}

function summaryAt({ component, verb, resource, subresource, cause, kind, action }: Step): string {
  if (kind === 'action') return action;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const why = cause.seen ? `${cause.code} ${cause.seen.type} ${cause.seen.kind}` : cause.code;
  return `${component} ${verb} ${what} < ${why}`;
}

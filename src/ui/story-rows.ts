/** A story as lines to list, and the chosen one in full. */
import type { Step, Story } from '../engine/control-plane/index.ts';
import type { Spot } from './control-plane-map.tsx';
import { outcomeMessages, sourceMessages, verbMessages } from './control-plane-messages.ts';
import type { Pair } from './messages.ts';
import { type Detail, detailOf, seenText } from './story-detail.ts';
import { storyWords, type StoryWords } from './story-words.ts';

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

export interface StoryView {
  readonly rows: readonly Row[];
  readonly verbs: Readonly<Record<string, Pair>>;
  readonly outcomes: Readonly<Record<string, Pair>>;
  readonly source: Pair;
  readonly words: StoryWords;
  /** Steps that are too many to list. */
  readonly left: number;
  /** Of the step that is asked for. */
  readonly detail: Detail | null;
}

/** As many as a browser lists without standing still. */
const MOST_ROWS = 3000;

/** `at`: number of the line, from 1; `all`: Events and reads too. `chosen`: the step at that line. */
export function viewStory(
  story: Story,
  at: string,
  all: boolean,
): StoryView & { readonly chosen: Step | undefined } {
  const { steps, rows, left } = listed(story, all);
  const position = Math.min(Math.trunc(Number(at)) || 0, steps.length);
  const chosen = position < 1 ? undefined : steps[position - 1];
  const numbers = new Map(steps.map(({ index }, place) => [index, place + 1]));
  return {
    rows,
    verbs: used(verbMessages, rows, ({ verb }) => verb),
    outcomes: used(outcomeMessages, rows, ({ outcome }) => outcome ?? ''),
    source: story.steps.length === 0 ? storyWords.none : sourceMessages[story.source],
    left,
    words: storyWords,
    detail: chosen ? detailOf(chosen.step, chosen.index, story, numbers) : null,
    chosen: chosen?.step,
  };
}

interface Listed {
  readonly all: boolean;
  readonly steps: readonly { readonly step: Step; readonly index: number }[];
  readonly rows: readonly Row[];
  readonly left: number;
}

/** The same list for every step of a story: a view need not draw it again. */
const lists = new WeakMap<Story, Listed>();

function listed(story: Story, all: boolean): Listed {
  const known = lists.get(story);
  if (known?.all === all) return known;
  const shown = story.steps
    .map((step, index) => ({ step, index }))
    .filter(({ step }) => isShown(step, story, all));
  const steps = shown.slice(0, MOST_ROWS);
  const rows = steps.map(({ step }) => rowOf(step));
  const list = { all, steps, rows, left: shown.length - steps.length };
  lists.set(story, list);
  return list;
}

/** `all`: Events and reads too. */
export function isShown({ kind, action, cause }: Step, { source }: Story, all: boolean): boolean {
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

/** Key of `verbMessages`; `$` of what was typed or done. */
export function verbOf({ kind, verb, subresource }: Step): string {
  if (kind === 'action') return '$';
  if (kind === 'event') return 'event';
  return subresource in verbMessages ? subresource : verb;
}

/** What the step is about: resource and name, or what was typed or told. */
export function whatOf({
  kind,
  component,
  resource,
  subresource,
  name,
  action,
  told,
}: Step): string {
  // Only what somebody typed has a prompt.
  if (kind === 'action') return component === 'kubectl' ? `$ ${action}` : action;
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

/** Who acts, in the order of the first write: `kubectl > deployment-controller`. */
export function writersOf({ steps }: Story): string {
  const who = steps
    .filter(({ kind }) => kind === 'write' || kind === 'event')
    .map(({ component }) => component);
  return who.length === 0 ? 'problem' : [...new Set(who)].join(' > ');
}

/** A step in one line: `scheduler create pods/binding < own ADDED Pod`. */
export function stepLine({
  component,
  verb,
  resource,
  subresource,
  cause,
  kind,
  action,
}: Step): string {
  if (kind === 'action') return action;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const why = cause.seen ? `${cause.code} ${cause.seen.type} ${cause.seen.kind}` : cause.code;
  return `${component} ${verb} ${what} < ${why}`;
}

/** A story in a terminal: a line for each step, under it what it changed. */
import type { Change, Step, Story } from '../engine/control-plane/index.ts';
import { outcomeMessages, verbMessages } from '../ui/control-plane-messages.ts';
import { type Pair, say } from '../ui/messages.ts';
import type { Options } from './command.ts';
import { isShown, verbOf, whatOf } from '../ui/story-rows.ts';
import { bold } from './output.ts';

/** Times of conditions and versions say nothing that the line does not say. */
const QUIET =
  /(Time|observedGeneration|metadata\.generation|lastProbeTime)$|last-change-trigger-time/;
const MOST_CHANGES = 6;
const LONGEST_VALUE = 60;

export function printStory(story: Story, options: Options): string {
  return story.steps
    .filter((step) => isShown(step, story, false))
    .map((step) => `${lineOf(step, options)}\n`)
    .join('');
}

function lineOf(step: Step, options: Options): string {
  const { lang } = options;
  const time = `${(step.at / 1000).toFixed(3).padStart(9)} s`;
  const verb = verbOf(step);
  if (verb === '$') return `${time}  ${whatOf(step)}`;
  const verbs: Readonly<Record<string, Pair>> = verbMessages;
  const { outcome, code, cause, changes, told } = step;
  const isPlain = outcome === 'stored' || outcome === 'seen';
  const became = isPlain ? '' : `  [${say(outcomeMessages[outcome], lang, { code })}]`;
  const why = cause.seen ? `  <- ${cause.seen.type} ${cause.seen.kind} ${cause.seen.name}` : '';
  const who = bold(step.component, options.colour);
  const head = `${time}  ${who} ${say(verbs[verb] ?? ['', ''], lang)} ${whatOf(step)}${became}${why}`;
  // A new object changes every field it has, a refused request none.
  const isDone = isPlain || outcome === 'removed';
  const worth = verb === 'create' || !isDone ? [] : changes.filter(isWorth);
  const lines = told ? [told.message] : worth.slice(0, MOST_CHANGES).map(changeText);
  const more = worth.length - MOST_CHANGES;
  return [head, ...lines, ...(more > 0 ? [`… +${more}`] : [])].join(`\n${' '.repeat(13)}`);
}

function isWorth({ path }: Change): boolean {
  return !QUIET.test(path);
}

function changeText({ path, before, after }: Change): string {
  return `${path}: ${short(before)} -> ${short(after)}`;
}

function short(value: string | undefined): string {
  if (value === undefined) return '-';
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
}

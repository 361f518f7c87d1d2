/** A story in a terminal: a line for each step, under it what it changed. */
import type { Change, Step, Story } from '../engine/control-plane/index.ts';
import { outcomeMessages, verbMessages } from '../ui/control-plane-messages.ts';
import { type Pair, say } from '../ui/messages.ts';
import type { Options } from './command.ts';
import { bold } from './output.ts';

/** Times of conditions and versions say nothing that the line does not say. */
const QUIET =
  /(Time|observedGeneration|metadata\.generation|lastProbeTime)$|last-change-trigger-time/;
const MOST_CHANGES = 6;
const LONGEST_VALUE = 60;

export function printStory({ steps }: Story, options: Options): string {
  return steps
    .filter(({ kind, cause }) => kind !== 'read' && cause.code !== 'report')
    .map((step) => `${lineOf(step, options)}\n`)
    .join('');
}

function lineOf(step: Step, options: Options): string {
  const { lang } = options;
  const time = `${(step.at / 1000).toFixed(3).padStart(9)} s`;
  if (step.kind === 'action') return `${time}  $ ${step.action}`;
  const { resource, subresource, name, outcome, code, cause, changes } = step;
  const verbs: Readonly<Record<string, Pair>> = verbMessages;
  const isOwnVerb = Object.hasOwn(verbs, subresource);
  const verb = verbs[isOwnVerb ? subresource : step.verb] ?? ['', ''];
  const what = subresource === '' || isOwnVerb ? resource : `${resource}/${subresource}`;
  const isPlain = outcome === 'stored' || outcome === 'seen';
  const told = isPlain ? '' : `  [${say(outcomeMessages[outcome], lang, { code })}]`;
  const why = cause.seen ? `  <- ${cause.seen.type} ${cause.seen.kind} ${cause.seen.name}` : '';
  const who = bold(step.component, options.colour);
  const head = `${time}  ${who} ${say(verb, lang)} ${what} ${name}${told}${why}`;
  const worth = step.verb === 'create' && subresource === '' ? [] : changes.filter(isWorth);
  const listed = worth
    .slice(0, MOST_CHANGES)
    .map((change) => `\n             ${changeText(change)}`);
  const more = worth.length - listed.length;
  return [head, ...listed, more > 0 ? `\n             … +${more}` : ''].join('');
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

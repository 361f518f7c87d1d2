/** One step in full: why, what became of it, which fields changed, who is down meanwhile. */
import {
  type Cause,
  placeOf,
  type Seen,
  type Step,
  type Story,
} from '../engine/control-plane/index.ts';
import type { Spot } from './control-plane-map.tsx';
import { causeMessages, factMessages, outcomeMessages } from './control-plane-messages.ts';
import { fill, type Pair } from './messages.ts';

export interface FieldView {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

export interface Detail {
  readonly cause: Pair;
  readonly event?: string;
  readonly facts: readonly Pair[];
  /** Number of the step that made the event, where it is listed. */
  readonly step?: number;
  /** Milliseconds from the event to the request, and from the request to its answer. */
  readonly waited?: number;
  readonly took: number;
  readonly again?: number;
  readonly outcome?: Pair;
  readonly message: string;
  readonly fields: readonly FieldView[];
  readonly moreFields: number;
  readonly blind: boolean;
  readonly down: readonly Spot[];
}

const MOST_FIELDS = 40;
const LONGEST_VALUE = 120;

export function seenText({ type, kind, name }: Seen): string {
  return `${type} ${kind} ${name}`;
}

export function detailOf(
  step: Step,
  index: number,
  story: Story,
  numbers: ReadonlyMap<number, number>,
): Detail {
  const { cause, changes, message, told, outcome, code } = step;
  const made = cause.step === null ? undefined : numbers.get(cause.step);
  const again = step.again === null ? undefined : numbers.get(step.again);
  const worth = changes.filter(({ path }) => !QUIET.test(path));
  const isPlain = outcome === 'stored' || outcome === 'seen';
  return {
    cause: causeMessages[cause.code],
    ...(cause.seen && { event: seenText(cause.seen), waited: waitOf(step, cause) }),
    facts: (cause.seen?.facts ?? []).map((fact) => factMessages[fact]),
    ...(made !== undefined && { step: made }),
    took: Math.round(step.end - step.at),
    ...(again !== undefined && { again }),
    ...(!isPlain && { outcome: fill(outcomeMessages[outcome], { code }) }),
    message: told?.message ?? message,
    fields: worth.slice(0, MOST_FIELDS).map(({ path, before, after }) => ({
      path,
      ...(before !== undefined && { before: short(before) }),
      ...(after !== undefined && { after: short(after) }),
    })),
    moreFields: Math.max(0, worth.length - MOST_FIELDS),
    blind: step.blind,
    down: downAt(story.steps.slice(0, index + 1)),
  };
}

/** Times of conditions change with the conditions, and say no more. */
const QUIET =
  /\.(lastTransitionTime|lastUpdateTime|lastHeartbeatTime|lastProbeTime|observedGeneration)$/;

function waitOf({ at }: Step, { seen }: Cause): number {
  return Math.max(0, Math.round(at - (seen?.at ?? at)));
}

function short(json: string): string {
  return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}…` : json;
}

/** From what was done to the components so far. */
function downAt(steps: readonly Step[]): readonly Spot[] {
  const down = new Set<Spot>();
  for (const { kind, component, action } of steps) {
    const spot = kind === 'action' && component !== '' ? placeOf(component) : 'other';
    if (spot === 'other' || spot === 'user') continue;
    if (/\b(stopped|killed|is down)\b/.test(action)) down.add(spot);
    if (/\b(goes on|started again)\b/.test(action)) down.delete(spot);
  }
  return [...down];
}

import { type Story, tellingStory } from '../../engine/control-plane/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { stepLine, type StoryView, viewStory, writersOf } from '../../ui/story-rows.ts';
import type { Input } from '../define.ts';
import recordings from './recordings.json' with { type: 'json' };

export interface ReplayInput extends Input {
  /** A recording by its name; `input` goes before it. */
  readonly recording: string;
  /** The step, from 1; empty before the start. */
  readonly at: string;
  /** `all`: Events and reads too. */
  readonly show: string;
}

export interface ReplayAnswer extends StoryView {
  readonly problems: readonly Finding[];
  readonly summary: string;
}

const known = recordings as Readonly<Record<string, string>>;
/** The last story: stepping through it does not tell it again. */
let last: { readonly text: string; readonly story: Story } | undefined;

export function* answer(input: ReplayInput): Generator<void, ReplayAnswer> {
  const own = input.input.trim() !== '';
  const name = input.recording;
  const text = own ? input.input : Object.hasOwn(known, name) ? (known[name] ?? '') : '';
  const story = last?.text === text ? last.story : yield* tellingStory(text);
  last = { text, story };
  const { chosen, ...view } = viewStory(story, input.at, input.show === 'all');
  return {
    ...view,
    problems: own ? story.problems.map(problemFinding) : [],
    summary: chosen ? stepLine(chosen) : writersOf(story),
  };
}

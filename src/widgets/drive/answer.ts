import {
  type ClusterState,
  type Drive,
  driving,
  PARTS,
  stateAt,
} from '../../engine/cluster/index.ts';
import type { Step } from '../../engine/control-plane/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import type { Pair } from '../../ui/messages.ts';
import { stepLine, type StoryView, viewStory, writersOf } from '../../ui/story-rows.ts';
import type { Input } from '../define.ts';
import { type Does, doesAt } from './does.ts';
import { notesOf, type StateTable, tablesOf } from './tables.ts';

export interface DriveInput extends Input {
  /** What happens, a line each. */
  readonly script: string;
  /** The step, from 1; empty before the start. */
  readonly at: string;
  /** `all`: Events too. */
  readonly show: string;
}

export interface DriveAnswer extends StoryView {
  /** The cluster after the chosen step; without one, at the end. */
  readonly tables: readonly StateTable[];
  readonly notes: readonly Pair[];
  /** Milliseconds of that moment. */
  readonly moment: number;
  readonly does: readonly Does[];
  readonly problems: readonly Finding[];
  readonly scriptProblems: readonly Finding[];
  readonly summary: string;
}

const SOURCE: Pair = [
  '推演：你的对象在一个小集群里，每个写请求都按 v1.37.2 的规则算出来',
  'A play: your objects in a small cluster, every write computed by the rules of v1.37.2',
];

/** The last play: stepping through it does not play it again. */
let last: { readonly manifest: string; readonly script: string; readonly drive: Drive } | undefined;

export function* answer(input: DriveInput): Generator<void, DriveAnswer> {
  const { input: manifest, script } = input;
  const isSame = last?.manifest === manifest && last.script === script;
  const drive = isSame && last ? last.drive : yield* driving(manifest, script);
  last = { manifest, script, drive };
  const { story, history, until } = drive;
  const { chosen, ...view } = viewStory(story, input.at, input.show === 'all');
  const done = chosen ? story.steps.slice(0, story.steps.indexOf(chosen) + 1) : story.steps;
  const version = Math.max(0, ...done.map((step) => Number(step.version) || 0));
  const moment = chosen ? chosen.end : until;
  const state = stateAt(history, version, moment);
  return {
    ...view,
    source: SOURCE,
    tables: tablesOf(state),
    notes: [...notesOf(state), ...skippedNotes(drive), ...leftNote(view.left)],
    moment,
    does: [...doesAt(state), ...partsAt(done)],
    problems: drive.problems.map(problemFinding),
    scriptProblems: drive.scriptProblems.map(problemFinding),
    summary: chosen ? stepLine(chosen) : `${writersOf(story)}; ${endOf(state)}`,
  };
}

function skippedNotes({ skipped, unplayed }: Drive): readonly Pair[] {
  const kinds = skipped.join(', ');
  const fields = unplayed.join(', ');
  return [
    ...(kinds === ''
      ? []
      : [[`没有推演的种类：${kinds}`, `Kinds that are not played: ${kinds}`] as const]),
    ...(fields === ''
      ? []
      : [
          [
            `推演不看的字段：${fields}`,
            `Fields that the play does not look at: ${fields}`,
          ] as const,
        ]),
  ];
}

function leftNote(left: number): readonly Pair[] {
  if (left === 0) return [];
  return [[`后面还有 ${left} 步没有列出`, `${left} more steps are not listed`]];
}

/** Each program is switched off, or on again. */
function partsAt(steps: readonly Step[]): readonly Does[] {
  const off = new Set<string>();
  for (const { kind, action } of steps) {
    const [part = '', what = ''] = kind === 'action' ? action.split(' ') : [];
    if (what === 'stopped') off.add(part);
    else off.delete(part);
  }
  return PARTS.map((part) =>
    off.has(part)
      ? { label: [`启动 ${part}`, `start ${part}`], line: `start ${part}`, isOff: true }
      : { label: [`停掉 ${part}`, `stop ${part}`], line: `stop ${part}` },
  );
}

function endOf({ deployments }: ClusterState): string {
  return deployments.map(({ name, ready }) => `${name} ${ready}`).join(', ');
}

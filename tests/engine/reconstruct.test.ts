/** A Pod's life out of what was seen of it: against 109 recordings of a real v1.37.2 node. */
import { describe, expect, it } from 'vitest';
import {
  type ContainerStatus,
  type LifecycleItem,
  type Reconstruction,
  type Span,
  readLifecycle,
  reconstruct,
} from '../../src/engine/lifecycle/index.ts';
import { kubectlRows, recording, recordings } from './reconstruct-recordings.ts';

const lives = recordings.flatMap(({ name, watch, lines }) =>
  readLifecycle(watch).items.map((item) => ({ name: `${name} ${item.object.name}`, item, lines })),
);

function spanAt(timeline: Reconstruction, lane: string, at: number): Span | undefined {
  return timeline.spans.find(
    (span) => span.lane === lane && span.from === at && span.known === 'observed',
  );
}

describe('the rows of kubectl get pod -w', () => {
  it.each(lives)('$name', ({ item, lines }) => {
    const { table } = reconstruct(item);
    expect(table).not.toEqual([]);
    expect(
      withoutRepeats(table.map(({ ready, status, restarts }) => [ready, status, restarts])),
    ).toEqual(withoutRepeats(kubectlRows(lines, item.object.name)));
  });

  it('end with the object', () => {
    const gone = (name: string) =>
      reconstruct(itemOf(recording(name).watch)).table.flatMap(({ gone: is }, at) =>
        is ? [at] : [],
      );
    expect(gone('05-')).toEqual([]);
    expect(gone('12-')).toEqual([5]);
    expect(gone('30-')).toHaveLength(2);
  });
});

describe('every recorded transition is the beginning of a span', () => {
  it.each(lives)('$name', ({ item }) => {
    expect(missing(item)).toEqual([]);
  });

  it('with Events beside it, up to what they date better', () => {
    for (const { watch, events } of recordings) {
      for (const item of readLifecycle(watch + events).items) {
        const timeline = reconstruct(item);
        for (const each of transitionsOf(item)) {
          const span = timeline.spans.find(
            ({ lane, state, from, to }) =>
              lane === each.lane &&
              each.states.includes(state) &&
              from <= each.at &&
              from > each.at - 7000 &&
              (to ?? Infinity) >= each.at,
          );
          expect(span, JSON.stringify(each)).toBeDefined();
        }
      }
    }
  });
});

interface Transition {
  readonly lane: string;
  readonly at: number;
  readonly states: readonly string[];
  readonly reason: string;
}

/** What differs between two snapshots that follow one another. */
function transitionsOf({ snapshots }: LifecycleItem): readonly Transition[] {
  const found: Transition[] = [];
  const seen = new Map<string, string>();
  let uid = '';
  for (const { at, view } of snapshots) {
    if (view.uid !== uid) seen.clear();
    ({ uid } = view);
    const see = (lane: string, states: readonly string[], reason: string, more = '') => {
      const is = JSON.stringify([states, reason, more]);
      if (seen.get(lane) !== is) found.push({ lane, at, states, reason });
      seen.set(lane, is);
    };
    const { status } = view;
    see('pod', [status.phase], status.reason);
    for (const { type, status: is, reason } of status.conditions) {
      see(`condition/${type}`, [is], reason);
    }
    for (const each of [...status.initContainerStatuses, ...status.containerStatuses]) {
      const [kind, reason, run] = stateOf(each);
      see(`container/${each.name}`, kind === 'running' ? [kind, 'stopping'] : [kind], reason, run);
    }
  }
  return found;
}

function stateOf({
  state,
  restartCount,
}: ContainerStatus): [kind: string, reason: string, run: string] {
  if (state.running) return ['running', '', String(restartCount)];
  if (state.terminated) return ['terminated', state.terminated.reason, String(restartCount)];
  return ['waiting', state.waiting?.reason ?? '', ''];
}

function missing(item: LifecycleItem): readonly Transition[] {
  const timeline = reconstruct(item);
  return transitionsOf(item).filter(({ lane, at, states, reason }) => {
    const span = spanAt(timeline, lane, at);
    return span === undefined || !states.includes(span.state) || (span.reason ?? '') !== reason;
  });
}

function itemOf(text: string): LifecycleItem {
  const [item] = readLifecycle(text).items;
  if (item === undefined) throw new Error('There is no Pod in the text');
  return item;
}

function withoutRepeats(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.filter((row, at) => at === 0 || row.join() !== rows[at - 1]?.join());
}

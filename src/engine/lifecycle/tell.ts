/** A Pod's timeline from whatever is known of it: what was seen is reconstructed, a manifest is simulated. */
import { learn } from './learn/index.ts';
import type { PodView } from './model.ts';
import { PLAIN_SCENARIO } from './scenario/read.ts';
import { reconstruct } from './reconstruct/index.ts';
import type { Scenario } from './scenario/types.ts';
import { simulate } from './simulate/index.ts';
import type { LifecycleItem, RecordedAction } from './stream/types.ts';
import type { Timeline } from './timeline.ts';

export interface Told {
  readonly how: 'simulated' | 'reconstructed';
  readonly timeline: Timeline;
  /** The Pod as it was made and what happened to it: for "what if". Absent where only Events tell of it. */
  readonly again?: { readonly pod: PodView; readonly scenario: Scenario };
}

export interface TellOptions {
  /** What the outside world does; it makes a simulation of everything. */
  readonly scenario?: Scenario | undefined;
  /** Commands that were recorded beside the watch. */
  readonly actions?: readonly RecordedAction[];
  /** Milliseconds since creation. */
  readonly until?: number | undefined;
}

export function tell(item: LifecycleItem, options: TellOptions = {}): Told {
  const { scenario, actions, until } = options;
  if (item.rejected) {
    const nothing = {
      object: item.object,
      origin: null,
      until: 0,
      spans: [],
      steps: [],
      table: [],
    };
    return { how: 'simulated', timeline: nothing };
  }
  const learnt = learn(item, actions);
  if (learnt !== undefined && (scenario !== undefined || isManifest(item))) {
    const again = {
      pod: learnt.pod,
      scenario: {
        ...(scenario ?? PLAIN_SCENARIO),
        ...(until !== undefined && { until }),
      },
    };
    return { how: 'simulated', timeline: simulate(again.pod, again.scenario), again };
  }
  const timeline = reconstruct(item, until === undefined ? {} : { until });
  return { how: 'reconstructed', timeline, ...(learnt && { again: learnt }) };
}

/** The names of its containers: what a scenario may speak of. */
export function containersOf({ snapshots }: LifecycleItem): readonly string[] {
  const spec = snapshots[0]?.view.spec;
  if (spec === undefined) return [];
  return [...spec.initContainers, ...spec.containers].map(({ name }) => name);
}

/** Nobody has stored it yet, or its status was left out. */
export function isManifest({ snapshots }: LifecycleItem): boolean {
  const [only, ...more] = snapshots;
  if (only === undefined || more.length > 0) return false;
  const { status } = only.view;
  return (
    status.conditions.length === 0 &&
    status.containerStatuses.length === 0 &&
    status.initContainerStatuses.length === 0 &&
    status.reason === ''
  );
}

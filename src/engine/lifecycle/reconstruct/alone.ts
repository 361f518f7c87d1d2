/** Lanes out of Events when there is no object: what they say, and what follows for phase and containers. */
import { type Draft, enter, stretch } from './lanes.ts';
import type { LifecycleEvent } from '../stream/types.ts';
import type { Known } from '../timeline.ts';
import { own } from '../own.ts';

export function drawEventsAlone(events: readonly LifecycleEvent[], draft: Draft): void {
  const [first] = events;
  if (first === undefined) return;
  // Events live for an hour: without the binding, the Pod may be older than the first of them.
  const isWhole = first.reason === 'Scheduled' || first.reason === 'FailedScheduling';
  if (isWhole) enter(draft, 'pod', first.at, stretch('Pending', 'inferred'));
  for (const event of events) {
    drawPhase(event, draft);
    if (event.container !== undefined) drawContainer(event, event.container, draft);
  }
}

function drawPhase({ at, reason }: LifecycleEvent, draft: Draft): void {
  if (reason === 'Started') enter(draft, 'pod', at, stretch('Running', 'inferred'));
  if (reason === 'Evicted') enter(draft, 'pod', at, stretch('Failed', 'inferred', 'Evicted'));
}

/** Reason of an Event → what the container is in from then on. */
const STATES: Readonly<Record<string, readonly [state: string, reason: string]>> = {
  Pulling: ['waiting', 'ContainerCreating'],
  Pulled: ['waiting', 'ContainerCreating'],
  Created: ['waiting', 'ContainerCreating'],
  Started: ['running', ''],
  Killing: ['stopping', ''],
  ErrImageNeverPull: ['waiting', 'ErrImageNeverPull'],
};

function drawContainer(event: LifecycleEvent, name: string, draft: Draft): void {
  const { at, clock, message, reason } = event;
  const lane = `container/${name}`;
  const open = draft.open.get(lane);
  const known: Known = clock === 'rule' || reason !== 'Started' ? 'inferred' : 'observed';
  const [state, why] = own(STATES, reason) ?? failureOf(reason, message);
  if (state === '') return;
  // What the kubelet does for the next run says that this one is over, not since when.
  const isOver = open?.state === 'running' || open?.state === 'stopping';
  if (state === 'stopping' && open?.state !== 'running') return;
  enter(draft, lane, at, stretch(state, isOver && state === 'waiting' ? 'inferred' : known, why));
}

function failureOf(reason: string, message: string): readonly [state: string, reason: string] {
  if (reason === 'BackOff') {
    return ['waiting', message.includes('pulling image') ? 'ImagePullBackOff' : 'CrashLoopBackOff'];
  }
  if (reason === 'Failed' && message.startsWith('Failed to pull image')) {
    return ['waiting', 'ErrImagePull'];
  }
  return ['', ''];
}

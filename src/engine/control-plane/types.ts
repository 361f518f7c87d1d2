/** What a replay of the control plane consists of: writes in true order, each with what it answers to. */
import type { Problem } from '../problem.ts';

/** The part of the drawing that a component belongs to. */
export type Place =
  | 'user'
  | 'apiserver'
  | 'etcd'
  | 'controller-manager'
  | 'scheduler'
  | 'kubelet'
  | 'kube-proxy'
  | 'other';

export type StepKind = 'write' | 'read' | 'event' | 'action';

/**
 * What became of a request. `same`: accepted, nothing changed. `removed`: the object is gone. `conflict`: 409.
 * `refused`: any other 4xx. `failed`: 5xx.
 */
export type Outcome = 'stored' | 'same' | 'removed' | 'conflict' | 'refused' | 'failed' | 'seen';

/** What a watch event brought, against the event of the same object before it. */
export type Fact =
  | 'added'
  | 'deleted'
  | 'deleting'
  | 'spec'
  | 'status'
  | 'bound'
  | 'ready'
  | 'address'
  | 'ended'
  | 'labels'
  | 'owners'
  | 'finalizers'
  | 'taints'
  | 'schedulable'
  | 'health';

/** How the object of the watch event hangs together with the object that is written. */
export type Link =
  'own' | 'owner' | 'owned' | 'sibling' | 'selected' | 'service' | 'node' | 'any-pod' | 'namespace';

/**
 * `user`: somebody typed it. `request`: the API server did it within another request. `on-node`: what the
 * kubelet saw on its node. `time`: a clock ran out. `report`: an Event tells of what its component has just
 * done. `unknown`: nothing in the text explains it.
 */
export type CauseCode = Link | 'user' | 'request' | 'on-node' | 'time' | 'report' | 'unknown';

/** A watch event, as the components received it. */
export interface Seen {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  /** Milliseconds on the story's clock. */
  readonly at: number;
  readonly facts: readonly Fact[];
}

export interface Cause {
  readonly code: CauseCode;
  /** Of a cause that came as a watch event. */
  readonly seen: Seen | null;
  /** The step that made the watch event, or that the step belongs to. */
  readonly step: number | null;
}

/** A field by its path; values are JSON, undefined where there is none. */
export interface Change {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What an Event says. */
export interface Told {
  readonly reason: string;
  /** `Pod/web-1` */
  readonly on: string;
  readonly message: string;
  readonly count: number;
}

export interface Step {
  readonly kind: StepKind;
  /** Request received, answer sent: milliseconds since the first entry's zero. */
  readonly at: number;
  readonly end: number;
  readonly component: string;
  readonly place: Place;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** HTTP; 0 where there is none. */
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** resourceVersion that the write made; empty where none is known. */
  readonly version: string;
  readonly cause: Cause;
  /** The earlier step that this one tries again: a refusal or a conflict of the same request. */
  readonly again: number | null;
  readonly changes: readonly Change[];
  /** An update whose object before it is not in the text: what changed cannot be told. */
  readonly blind: boolean;
  readonly told: Told | null;
  /** What was typed, or what was done to a component. */
  readonly action: string;
}

export type StorySource = 'recording' | 'audit' | 'events' | 'none';

export type StoryProblemCode =
  | 'story-empty'
  | 'story-not-json'
  /** Nothing in the text is an audit event or an Event. */
  | 'story-nothing'
  | 'story-too-long'
  /** params: count. Writes without requestObject and responseObject. */
  | 'story-no-bodies';

export interface Story {
  readonly source: StorySource;
  /** Zero of the clock, milliseconds since 1970; null in a recording. */
  readonly origin: number | null;
  readonly steps: readonly Step[];
  readonly problems: readonly Problem<StoryProblemCode>[];
}

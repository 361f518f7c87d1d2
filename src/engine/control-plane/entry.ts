/** What the lines of a recording, an audit log or a list of Events come down to. */
import type { Json, JsonObject } from './json.ts';
import type { Told } from './types.ts';

/** A request to the API server. Times in milliseconds, of an audit log since 1970. */
export interface Call {
  readonly entry: 'call';
  readonly at: number;
  readonly end: number;
  readonly component: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly version: string;
  /** As sent: a whole object, or a patch. */
  readonly body: Json | undefined;
  /** The object as it was stored. */
  readonly stored: JsonObject | undefined;
  /** Recorded in place of both objects: path → [old, new]. */
  readonly diff: JsonObject | undefined;
  /** Of a delete: what was answered, and the options. */
  readonly deletion: JsonObject | undefined;
  readonly told: Told | undefined;
  readonly isSame: boolean;
  readonly isRemoved: boolean;
  /** Versions of the watch events that it answers, where that is known; none: a clock ran out. */
  readonly because?: readonly string[] | undefined;
}

/** A recorded watch event. */
export interface Watched {
  readonly entry: 'watched';
  readonly at: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly summary: JsonObject;
}

/** An Event object; `nano` orders within a second. */
export interface EventSeen {
  readonly entry: 'event';
  readonly at: number;
  readonly last: number;
  readonly nano: number | undefined;
  readonly component: string;
  readonly namespace: string;
  readonly name: string;
  readonly told: Told;
  readonly version: string;
}

/** What somebody typed or did beside the API. */
export interface Action {
  readonly entry: 'action';
  readonly at: number;
  readonly end: number;
  readonly component: string;
  readonly text: string;
}

export type Entry = Call | Watched | EventSeen | Action;

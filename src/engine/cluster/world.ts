/** The small cluster: what is stored, who has seen how much of it, which program is switched off. */
import type { Entry } from '../control-plane/index.ts';
import { parseTime, printTime } from '../lifecycle/index.ts';
import {
  at,
  type Clock,
  fire,
  newClock,
  newSignal,
  randomFrom,
  type Signal,
  type Wait,
} from '../virtual-time.ts';
import type { Kind, OfKind, Stored } from './objects.ts';
import type { Told } from './events.ts';
import type { Settings } from './script.ts';

/** Programs that can be switched off. */
export const PARTS = ['apiserver', 'etcd', 'controller-manager', 'scheduler', 'kubelet'] as const;
export type Part = (typeof PARTS)[number];

/** Programs that watch; all controllers share the informers of kube-controller-manager. */
export type Watcher = Extract<Part, 'controller-manager' | 'scheduler' | 'kubelet'>;

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
  readonly before: Stored | undefined;
}

export interface Version {
  readonly version: string;
  readonly type: WatchEvent['type'];
  readonly object: Stored;
}

export interface Informer {
  /** What it has seen, by key. */
  readonly objects: Map<string, Stored>;
  /** The newest version it has seen of each kind. */
  readonly versions: Map<Kind, number>;
  readonly handlers: ((event: WatchEvent) => void)[];
  /** Came while the program was off. */
  readonly held: WatchEvent[];
  /** Version of the watch event that its handlers are told of right now. */
  hearing: string;
  /** Until when it still hears what was held of Pods. */
  podsLateUntil: number;
}

export interface World {
  readonly clock: Clock;
  readonly chance: () => number;
  readonly settings: Settings;
  /** When nothing is computed any more, milliseconds. */
  readonly end: number;
  readonly store: Map<string, Stored>;
  revision: number;
  readonly informers: Readonly<Record<Watcher, Informer>>;
  /** Fired when the program is back. */
  readonly off: Map<Part, Signal>;
  /** Switched on and not up yet: by the start that counts. */
  readonly starting: Map<Part, object>;
  /** What a story is told from. */
  readonly entries: Entry[];
  readonly kubeletIsBack: Signal;
  /** What Events have told. */
  readonly told: Told;
  /** Every version of every object, in order. */
  readonly history: Version[];
}

/** The only node. */
export const NODE = 'node1';
export const NODE_IP = '192.168.1.10';

/** The clock's zero, milliseconds since 1970: a date has to stand in the objects. */
const ORIGIN = 1_767_225_600_000;

export function newWorld(settings: Settings, end: number): World {
  const informer = (): Informer => ({
    objects: new Map(),
    versions: new Map(),
    handlers: [],
    held: [],
    hearing: '',
    podsLateUntil: 0,
  });
  return {
    clock: newClock(),
    chance: randomFrom(settings.seed),
    settings,
    end,
    store: new Map(),
    revision: 100,
    informers: {
      'controller-manager': informer(),
      scheduler: informer(),
      kubelet: informer(),
    },
    off: new Map(),
    starting: new Map(),
    kubeletIsBack: newSignal(),
    told: { counts: new Map(), tokens: new Map() },
    entries: [],
    history: [],
  };
}

export function timeSince1970(time: number): number {
  return ORIGIN + time;
}

/** RFC 3339 in whole seconds, as metav1.Time is stored. */
export function stamp(time: number): string {
  return printTime(ORIGIN + Math.floor(time / 1000) * 1000);
}

/** The opposite of `stamp`, milliseconds on the clock. */
export function timeOf(text: string | undefined): number {
  return (parseTime(text ?? '') ?? ORIGIN) - ORIGIN;
}

/** The alphabet of names that the API server and the controllers make up: apimachinery pkg/util/rand. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export function suffix({ chance }: World): string {
  return Array.from({ length: 5 }, () => ALPHABET[Math.floor(chance() * ALPHABET.length)]).join('');
}

export function encoded(digits: string): string {
  return [...digits].map((digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('');
}

export function newUid(world: World): string {
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(world.chance() * 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

export function seen<K extends Kind>(informer: Informer, kind: K): readonly OfKind<K>[] {
  return [...informer.objects.values()].filter(
    (object): object is OfKind<K> => object.kind === kind,
  );
}

export function* whileOff({ off }: World, ...parts: readonly Part[]): Generator<Wait, void> {
  for (;;) {
    const signal = parts.map((part) => off.get(part)).find((each) => each !== undefined);
    if (signal === undefined) return;
    yield signal;
  }
}

/** A program that comes back first hears what it missed. */
const WAKES: Readonly<Record<Part, number>> = {
  apiserver: 40,
  etcd: 40,
  'controller-manager': 40,
  scheduler: 30,
  // It tells of its node first: recordings r1 and r2.
  kubelet: 535,
};

/** Gives false where it was off already. */
export function switchOff({ off, starting }: World, part: Part): boolean {
  if (starting.delete(part)) return true;
  if (off.has(part)) return false;
  off.set(part, newSignal());
  return true;
}

/** Gives false where it was on already. */
export function switchOn(world: World, part: Part): boolean {
  const { clock, off, starting } = world;
  const signal = off.get(part);
  if (signal === undefined || starting.has(part)) return false;
  const start = {};
  starting.set(part, start);
  at(clock, clock.now + WAKES[part], () => {
    // It may have been stopped again before it was up.
    if (starting.get(part) !== start) return;
    starting.delete(part);
    off.delete(part);
    if (part in world.informers) catchUp(world, part as Watcher);
    fire(clock, signal);
    if (part === 'kubelet') fire(clock, world.kubeletIsBack);
  });
  return true;
}

/**
 * Each kind has a watch of its own: what came of the others first is no matter of order (recording q1). The kubelet
 * looks at its Pods when its node is registered (r1).
 */
const PODS_LATER: Readonly<Record<Watcher, number>> = {
  'controller-manager': 12,
  scheduler: 12,
  kubelet: 870,
};

function catchUp({ clock, informers }: World, part: Watcher): void {
  const informer = informers[part];
  informer.podsLateUntil = clock.now + PODS_LATER[part];
  const held = informer.held.splice(0);
  const isPod = ({ object }: WatchEvent): boolean => object.kind === 'Pod';
  for (const event of held) if (!isPod(event)) hear(informer, event);
  at(clock, informer.podsLateUntil, () => {
    for (const event of held) if (isPod(event)) hear(informer, event);
  });
}

/** A watch event reaches a program, now or, behind older ones of the same kind, a little later. */
export function deliver(world: World, part: Watcher, event: WatchEvent): void {
  const informer = world.informers[part];
  const { clock } = world;
  if (world.off.has(part)) informer.held.push(event);
  else if (event.object.kind === 'Pod' && clock.now < informer.podsLateUntil) {
    at(clock, informer.podsLateUntil, () => hear(informer, event));
  } else hear(informer, event);
}

export function hear(informer: Informer, event: WatchEvent): void {
  const { type, object } = event;
  const { kind, metadata } = object;
  const key = `${kind}/${metadata.namespace}/${metadata.name}`;
  const before = informer.objects.get(key);
  if (type === 'DELETED') informer.objects.delete(key);
  else informer.objects.set(key, object);
  informer.versions.set(kind, Number(metadata.resourceVersion));
  informer.hearing = metadata.resourceVersion;
  for (const handler of informer.handlers) handler({ ...event, before });
  informer.hearing = '';
}

/**
 * Event objects, which components write beside their work: counted up when the same is told again, and dropped
 * when one component tells too much of one object.
 * Upstream: EventSpamFilter and eventLogger of client-go tools/record/events_cache.go, v1.37.2.
 * Left out: the aggregation of ten like messages.
 */
import { spawn, type Wait } from '../virtual-time.ts';
import type { Stored } from './objects.ts';
import { whileOff, type World } from './world.ts';

/** Through the broadcaster to the API server. */
const TAKES = 6;
/** Of one component about one object: so many at once, then one in five minutes. */
const BURST = 25;
const REFILL = 300_000;

/** What has been told: counts by all that an Event says, and what may still be told of an object. */
export interface Told {
  readonly counts: Map<string, number>;
  readonly tokens: Map<string, { left: number; since: number }>;
}

export function report(
  world: World,
  by: string,
  { kind, metadata }: Stored,
  reason: string,
  message: string,
): void {
  const { counts } = world.told;
  const about = `${by} ${kind}/${metadata.namespace}/${metadata.name} ${metadata.uid}`;
  if (!mayTell(world, about)) return;
  function* writing(): Generator<Wait, void> {
    yield* whileOff(world, 'apiserver', 'etcd');
    yield TAKES;
    const { now } = world.clock;
    const key = `${about} ${reason} ${message}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    world.entries.push({
      entry: 'event',
      at: now,
      last: now,
      nano: undefined,
      component: by,
      namespace: metadata.namespace,
      name: `${metadata.name}.${world.entries.length.toString(16)}`,
      told: { reason, on: `${kind}/${metadata.name}`, message, count },
      version: '',
    });
  }
  spawn(world.clock, writing());
}

function mayTell({ told, clock }: World, about: string): boolean {
  const bucket = told.tokens.get(about) ?? { left: BURST, since: clock.now };
  told.tokens.set(about, bucket);
  const refilled = Math.floor((clock.now - bucket.since) / REFILL);
  bucket.left = Math.min(BURST, bucket.left + refilled);
  bucket.since += refilled * REFILL;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

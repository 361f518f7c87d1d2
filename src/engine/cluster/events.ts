/** Event objects, which components write beside their work: client-go tools/record, v1.37.2. */
import { spawn, type Wait } from '../virtual-time.ts';
import type { Stored } from './objects.ts';
import { whileOff, type World } from './world.ts';

/** Through the broadcaster to the API server. */
const TAKES = 6;

export function report(
  world: World,
  by: string,
  { kind, metadata }: Stored,
  reason: string,
  message: string,
): void {
  function* writing(): Generator<Wait, void> {
    yield* whileOff(world, 'apiserver', 'etcd');
    yield TAKES;
    const { now } = world.clock;
    world.entries.push({
      entry: 'event',
      at: now,
      last: now,
      nano: undefined,
      component: by,
      namespace: metadata.namespace,
      name: `${metadata.name}.${world.entries.length.toString(16)}`,
      told: { reason, on: `${kind}/${metadata.name}`, message, count: 1 },
      version: '',
    });
  }
  spawn(world.clock, writing());
}

/** How a STATUS word sounds: fine, on the way, or wrong. */
export type Tone = 'good' | 'warn' | 'bad' | 'info';

const GOOD: ReadonlySet<string> = new Set(['Running', 'Completed', 'Succeeded']);
const UNDERWAY: ReadonlySet<string> = new Set([
  ...['Pending', 'ContainerCreating', 'PodInitializing', 'Terminating', 'NotReady', ''],
  ...['SchedulingGated', 'RestartingAllContainers', 'Unknown'],
]);

/** A Pod that runs and is not ready is no good news. */
export function toneOf(status: string, ready: string): Tone {
  const [have, all] = ready.split('/').map(Number);
  if (status === 'Running' && have !== undefined && have < (all ?? 0)) return 'warn';
  if (GOOD.has(status)) return 'good';
  return UNDERWAY.has(status) || /^Init:\d+\/\d+$/.test(status) ? 'warn' : 'bad';
}

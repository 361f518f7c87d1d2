/** The pod worker's mailbox: several requests while it is busy become one. */
import { fire } from '../../virtual-time.ts';
import type { Sim } from './state.ts';

export function requestSync(sim: Sim): void {
  const { kubelet } = sim;
  if (kubelet.phase === 'finished') return;
  kubelet.pending = true;
  fire(sim.clock, kubelet.wake);
}

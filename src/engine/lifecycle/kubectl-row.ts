/**
 * What one line of `kubectl get pods` tells by itself.
 * The nominal waits between restarts are those of pkg/kubelet/kubelet.go, v1.37.2; what a word hides was
 * measured on a node.
 */
import type { Params } from '../problem.ts';
import type { Said } from '../exit-code/index.ts';
import type { KubectlRow } from './kubectl-lines.ts';
import { type WordMeaning, meaningOfWord } from './status-words.ts';
import { age } from './time.ts';

export type CellCode =
  /** params: total */
  | 'ready-all'
  /** params: ready, total, missing */
  | 'ready-some'
  /** params: total */
  | 'ready-none'
  /** None, as they have ended. params: total */
  | 'ready-ended'
  /** None, as init comes first. params: total */
  | 'ready-init'
  | 'restarts-none'
  /** params: count */
  | 'restarts-some'
  /** params: count, ago */
  | 'restarts-ago'
  /** The wait that belongs to so many restarts. params: count, delay */
  | 'restarts-wait'
  /** The clocks of kubectl's reader and the cluster differ. */
  | 'age-invalid'
  | 'age-unknown'
  /** params: met, total */
  | 'gates-met'
  | 'node-none'
  /** Preemption makes room there. params: node */
  | 'node-nominated'
  /** What this line may be hiding: */
  | 'error-may-be-backoff'
  | 'completed-beside-sidecar'
  | 'running-not-ready'
  | 'init-word-of-sidecar'
  | 'terminating-still-ready'
  | 'ended-may-be-deleted';

export interface RowMeaning extends WordMeaning {
  /** Of the columns, in their order, then what may be hidden. */
  readonly cells: readonly Said<CellCode>[];
}

export function meaningOfRow({ cells }: KubectlRow): RowMeaning {
  const status = cells.status ?? cells.phase ?? '';
  const [ready, total] = (cells.ready ?? '').split('/').map(Number);
  const [, count, ago] = /^(\d+)(?:\s+\((\S+)\s+ago\))?$/.exec(cells.restarts ?? '') ?? [];
  const said: Said<CellCode>[] = [];
  const say = (code: CellCode, params: Params = {}) => said.push({ code, params });
  if (ready !== undefined && total !== undefined) {
    const missing = total - ready;
    if (missing <= 0) say('ready-all', { total });
    else if (ready > 0) say('ready-some', { ready, total, missing });
    else if (status.startsWith('Init:') || status === 'PodInitializing')
      say('ready-init', { total });
    else say(ENDED.has(status) ? 'ready-ended' : 'ready-none', { total });
  }
  if (count === '0') say('restarts-none');
  else if (count !== undefined && ago !== undefined)
    say('restarts-ago', { count: Number(count), ago });
  else if (count !== undefined) say('restarts-some', { count: Number(count) });
  if (cells.age === '<invalid>') say('age-invalid');
  if (cells.age === '<unknown>') say('age-unknown');
  if (cells.node === '<none>') say('node-none');
  if (cells.nominatedNode !== undefined && cells.nominatedNode !== '<none>') {
    say('node-nominated', { node: cells.nominatedNode });
  }
  const [met, gates] = (cells.readinessGates ?? '').split('/').map(Number);
  if (met !== undefined && gates !== undefined) say('gates-met', { met, total: gates });
  said.push(...hiddenBy(status, ready, total, Number(count ?? 0)));
  return { ...meaningOfWord(status), cells: said };
}

const ENDED: ReadonlySet<string> = new Set([
  'Completed',
  'Error',
  'Succeeded',
  'Failed',
  'Evicted',
]);
const FIRST_WAIT = 10_000;
const LONGEST_WAIT = 300_000;

function* hiddenBy(
  status: string,
  ready = 0,
  total = 0,
  restarts: number,
): Generator<Said<CellCode>> {
  const said = (code: CellCode, params: Params = {}): Said<CellCode> => ({ code, params });
  if (status.endsWith('CrashLoopBackOff') && restarts > 0) {
    const delay = age(Math.min(FIRST_WAIT * 2 ** (restarts - 1), LONGEST_WAIT));
    yield said('restarts-wait', { count: restarts, delay });
  }
  if (status === 'Error' && restarts > 0) yield said('error-may-be-backoff');
  if (status === 'Completed' && ready > 0) yield said('completed-beside-sidecar');
  if (status === 'Running' && ready < total) yield said('running-not-ready');
  if (status.startsWith('Init:') && !/^Init:\d/.test(status) && ready > 0) {
    yield said('init-word-of-sidecar');
  }
  if (status === 'Terminating' && ready > 0) yield said('terminating-still-ready');
  if ((status === 'Completed' || status === 'Error') && ready === 0)
    yield said('ended-may-be-deleted');
}

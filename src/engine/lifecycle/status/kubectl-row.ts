/**
 * What one line of `kubectl get pods` tells by itself.
 * The nominal waits between restarts are those of pkg/kubelet/kubelet.go, v1.37.2; what a word hides was
 * measured on a node.
 */
import type { Params } from '../../problem.ts';
import type { Said } from '../../exit-code/index.ts';
import type { Cells, ColumnKey } from './kubectl-lines.ts';
import { type WordMeaning, meaningOfWord } from './words.ts';
import { age } from '../time.ts';

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
  /** The clocks of kubectl's reader and the cluster differ. */
  | 'age-invalid'
  | 'age-unknown'
  /** params: met, total */
  | 'gates-met'
  | 'node-none'
  /** Preemption makes room there. params: node */
  | 'node-nominated';

/** What this line may be hiding. */
export type HintCode =
  /** params: count, delay */
  | 'restarts-wait'
  | 'error-may-be-backoff'
  | 'completed-beside-sidecar'
  | 'running-not-ready'
  | 'init-word-of-sidecar'
  | 'terminating-still-ready'
  | 'ended-may-be-deleted';

export interface RowMeaning extends WordMeaning {
  readonly cells: readonly CellMeaning[];
  readonly hints: readonly Said<HintCode>[];
}

export interface CellMeaning extends Said<CellCode> {
  readonly column: ColumnKey;
}

export function meaningOfRow(cells: Cells): RowMeaning {
  const status = cells.status ?? cells.phase ?? '';
  const [ready, total] = (cells.ready ?? '').split('/').map(Number);
  const restarts = Number.parseInt(cells.restarts ?? '0', 10);
  return {
    ...meaningOfWord(status),
    cells: [...cellsOf(cells, status)],
    hints: [...hintsOf(status, ready ?? 0, total ?? 0, restarts)],
  };
}

function* cellsOf(cells: Cells, status: string): Generator<CellMeaning> {
  const say = (column: ColumnKey, code: CellCode, params: Params = {}): CellMeaning => ({
    column,
    code,
    params,
  });
  const [ready, total] = (cells.ready ?? '').split('/').map(Number);
  if (ready !== undefined && total !== undefined) {
    const missing = total - ready;
    if (missing <= 0) yield say('ready', 'ready-all', { total });
    else if (ready > 0) yield say('ready', 'ready-some', { ready, total, missing });
    else yield say('ready', noneReady(status), { total });
  }
  const [, count, ago] = /^(\d+)(?:\s+\((\S+)\s+ago\))?$/.exec(cells.restarts ?? '') ?? [];
  if (count === '0') yield say('restarts', 'restarts-none');
  else if (count !== undefined) {
    const params = { count: Number(count) };
    if (ago === undefined) yield say('restarts', 'restarts-some', params);
    else yield say('restarts', 'restarts-ago', { ...params, ago });
  }
  if (cells.age === '<invalid>') yield say('age', 'age-invalid');
  if (cells.age === '<unknown>') yield say('age', 'age-unknown');
  if (cells.node === '<none>') yield say('node', 'node-none');
  const { nominatedNode: node = '<none>' } = cells;
  if (node !== '<none>') yield say('nominatedNode', 'node-nominated', { node });
  const [met, gates] = (cells.readinessGates ?? '').split('/').map(Number);
  if (met !== undefined && gates !== undefined) {
    yield say('readinessGates', 'gates-met', { met, total: gates });
  }
}

function noneReady(status: string): CellCode {
  if (status.startsWith('Init:') || status === 'PodInitializing') return 'ready-init';
  return ENDED.has(status) ? 'ready-ended' : 'ready-none';
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

function* hintsOf(
  status: string,
  ready: number,
  total: number,
  restarts: number,
): Generator<Said<HintCode>> {
  const say = (code: HintCode, params: Params = {}): Said<HintCode> => ({ code, params });
  if (status.endsWith('CrashLoopBackOff') && restarts > 0) {
    const delay = age(Math.min(FIRST_WAIT * 2 ** (restarts - 1), LONGEST_WAIT));
    yield say('restarts-wait', { count: restarts, delay });
  }
  if (status === 'Error' && restarts > 0) yield say('error-may-be-backoff');
  if (status === 'Completed' && ready > 0) yield say('completed-beside-sidecar');
  if (status === 'Running' && ready < total) yield say('running-not-ready');
  if (status.startsWith('Init:') && !/^Init:\d/.test(status) && ready > 0) {
    yield say('init-word-of-sidecar');
  }
  if (status === 'Terminating' && ready > 0) yield say('terminating-still-ready');
  if ((status === 'Completed' || status === 'Error') && ready === 0) {
    yield say('ended-may-be-deleted');
  }
}

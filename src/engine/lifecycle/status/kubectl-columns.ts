/** The columns of `kubectl get pods`: their headings, and what a cell of each looks like. */
import type { Cells, ColumnKey } from './kubectl-lines.ts';

export const WATCH_EVENTS: ReadonlySet<string> = new Set([
  'ADDED',
  'MODIFIED',
  'DELETED',
  'BOOKMARK',
]);

const KEYS: Readonly<Record<string, ColumnKey>> = {
  EVENT: 'event',
  NAMESPACE: 'namespace',
  NAME: 'name',
  READY: 'ready',
  STATUS: 'status',
  RESTARTS: 'restarts',
  AGE: 'age',
  IP: 'ip',
  NODE: 'node',
  'NOMINATED NODE': 'nominatedNode',
  'READINESS GATES': 'readinessGates',
  LABELS: 'labels',
  PHASE: 'phase',
};

export function columnKey(heading: string): ColumnKey | undefined {
  return Object.hasOwn(KEYS, heading) ? KEYS[heading] : undefined;
}

/** Columns that no table of Pods has: `kubectl get all` prints others behind them. */
const FOREIGN: ReadonlySet<string> = new Set([
  ...['ROLES', 'VERSION', 'UP-TO-DATE', 'AVAILABLE', 'DESIRED', 'CURRENT', 'COMPLETIONS'],
  ...['CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'TYPE', 'DATA', 'VOLUME', 'CAPACITY', 'ACCESS'],
  ...['SCHEDULE', 'REFERENCE', 'ENDPOINTS', 'HOSTS', 'CLASS', 'PROVISIONER', 'SECRETS'],
]);

export function isForeign(head: readonly string[]): boolean {
  return head.some((column) => FOREIGN.has(column)) || !head.some((each) => TELLING.has(each));
}

/** Without one of these there is nothing to explain. */
const TELLING: ReadonlySet<string> = new Set(['STATUS', 'PHASE']);

export const LOOKS: Readonly<Partial<Record<ColumnKey, RegExp>>> = {
  name: /^(?:pods?\/)?[a-z0-9]([-a-z0-9.…]*[a-z0-9…])?$/,
  ready: /^\d+\/\d+$/,
  status: /^(?:Init:\d+\/\d+|(?:Init:)?(?:Signal|ExitCode):-?\d+|(?:Init:)?[A-Z][\w.:/-]+)$/,
  restarts: /^\d+(?:\s+\(\S+\s+ago\))?$/,
  age: /^(?:(?:\d+[smhdy])+|<unknown>|<invalid>)$/,
  ip: /^(?:<none>|(?:\d+\.){3}\d+|[\da-f]*:[\da-f:.]+)$/i,
  node: /^(?:<none>|[a-z0-9][-a-z0-9.]*)$/,
  nominatedNode: /^(?:<none>|[a-z0-9][-a-z0-9.]*)$/,
  readinessGates: /^(?:<none>|\d+\/\d+)$/,
  labels: /^(?:<none>|\S+=\S*)$/,
};

/** How many cells look as they should; 0 when one that has to does not. */
export function scoreOf(cells: Cells): number {
  let score = 0;
  for (const [key, look] of Object.entries(LOOKS)) {
    const cell = cells[key as ColumnKey];
    if (cell === undefined || cell === '') continue;
    if (look.test(cell)) score++;
    else if (key === 'ready' || key === 'restarts' || key === 'status') return 0;
    else score--;
  }
  return score;
}

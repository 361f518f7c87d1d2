/**
 * How the STATUS word came about: what the phase says, what `status.reason` and the containers say, and what
 * only the table has.
 */
import type { PodView } from '../model.ts';
import { type Columns, type StatusSource, type StatusSourceCode, columnsOf } from './column.ts';

export type TraceRole =
  | 'phase'
  | 'status-reason'
  | 'condition-reason'
  | 'container-reason'
  /** In no field: put together for the table. */
  | 'made-up';

export interface TracePart {
  readonly role: TraceRole;
  readonly word: string;
  readonly path: string;
  /** The one that STATUS shows. */
  readonly printed: boolean;
  /** Of a container's reason. */
  readonly container?: string;
}

/** From the phase up to what is printed, each thing overlaid by what comes behind it. */
export function traceOf(pod: PodView, columns: Columns): readonly TracePart[] {
  const { status } = pod;
  const { source, status: word } = columns;
  const role = ROLES[source.code];
  const parts: Omit<TracePart, 'printed'>[] = [];
  if (status.phase !== '') parts.push({ role: 'phase', word: status.phase, path: 'status.phase' });
  if (status.reason !== '') {
    parts.push({ role: 'status-reason', word: status.reason, path: 'status.reason' });
  }
  const own = role === 'container-reason' || role === 'made-up' ? spoken(pod, source) : undefined;
  if (own) parts.push(own);
  if (role === 'condition-reason' || (role === 'made-up' && own?.word !== word)) {
    parts.push({ role, word, path: source.path });
  }
  return parts.map((part) => ({ ...part, printed: part.role === role }));
}

const ROLES: Readonly<Record<StatusSourceCode, TraceRole>> = {
  phase: 'phase',
  'status-reason': 'status-reason',
  'scheduling-gated': 'condition-reason',
  'container-waiting-reason': 'container-reason',
  'container-terminated-reason': 'container-reason',
  'container-signal': 'made-up',
  'container-exit-code': 'made-up',
  'init-waiting-reason': 'made-up',
  'init-terminated-reason': 'made-up',
  'init-signal': 'made-up',
  'init-exit-code': 'made-up',
  'init-progress': 'made-up',
  'not-ready': 'made-up',
  'still-running': 'made-up',
  deletion: 'made-up',
  'node-lost': 'made-up',
};

/** The container's reason that stands behind the word, or that the word covers. */
function spoken(pod: PodView, source: StatusSource): Omit<TracePart, 'printed'> | undefined {
  if (source.code === 'deletion' || source.code === 'node-lost') {
    const { deletionTimestamp: _, ...alive } = pod;
    return spoken(alive, columnsOf(alive, 0).source);
  }
  const { container } = source.params;
  const [, list, index] = /^status\.(\w+)\[(\d+)\]/.exec(source.path) ?? [];
  if (list !== 'containerStatuses' && list !== 'initContainerStatuses')
    return completed(pod, source);
  const { state } = pod.status[list][Number(index)] ?? {};
  const word = state?.waiting?.reason || state?.terminated?.reason;
  if (!word || container === undefined) return undefined;
  const where = state?.waiting ? 'waiting' : 'terminated';
  const path = `status.${list}[${index}].state.${where}.reason`;
  return { role: 'container-reason', word, path, container: String(container) };
}

/** `Running` though a container has completed: the source is the condition, the container is named. */
function completed(pod: PodView, { params }: StatusSource): Omit<TracePart, 'printed'> | undefined {
  const { container } = params;
  const index = pod.status.containerStatuses.findIndex(({ name }) => name === container);
  const word = pod.status.containerStatuses[index]?.state.terminated?.reason;
  if (!word || container === undefined) return undefined;
  const path = `status.containerStatuses[${index}].state.terminated.reason`;
  return { role: 'container-reason', word, path, container: String(container) };
}

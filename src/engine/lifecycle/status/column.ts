/**
 * The row that `kubectl get pods -o wide` prints for a Pod, and where its STATUS word comes from.
 * Upstream, v1.37.2: printPod in pkg/printers/internalversion/printers.go, run by the API server.
 */
import type { Reason } from '../../problem.ts';
import {
  type ContainerStatus,
  type PodStatusView,
  type PodView,
  type Terminated,
  isSidecar,
} from '../model.ts';
import { age, printedAge } from '../time.ts';

export type StatusSourceCode =
  /** `status.phase`, as nothing else has a word to say. params: phase */
  | 'phase'
  /** `status.reason`. params: reason */
  | 'status-reason'
  /** The scheduler's condition. params: gates (how many the spec has) */
  | 'scheduling-gated'
  /** params: container, reason */
  | 'container-waiting-reason'
  /** params: container, reason, exitCode */
  | 'container-terminated-reason'
  /** It ended by a signal and has no reason. params: container, signal */
  | 'container-signal'
  /** It ended and has no reason. params: container, exitCode */
  | 'container-exit-code'
  /** The same four of an init container or sidecar, printed with `Init:` before it. */
  | 'init-waiting-reason'
  | 'init-terminated-reason'
  | 'init-signal'
  | 'init-exit-code'
  /** `Init:1/3`. params: container, done, total */
  | 'init-progress'
  /** One has completed, another runs, and the Pod is not Ready. params: container (completed), running */
  | 'not-ready'
  /** The same, but the Pod is Ready: `Running`. params: container (completed), running */
  | 'still-running'
  /** `Terminating`. params: phase */
  | 'deletion'
  /** `Unknown`: deleted, and status.reason is NodeLost. */
  | 'node-lost';

export type StatusSource = Reason<StatusSourceCode>;

export interface Columns {
  readonly ready: string;
  readonly status: string;
  /** `3 (2m ago)` */
  readonly restarts: string;
  readonly restartCount: number;
  readonly age: string;
  readonly ip: string;
  readonly node: string;
  readonly nominatedNode: string;
  readonly readinessGates: string;
  readonly source: StatusSource;
}

export function columnsOf(pod: PodView, now: number): Columns {
  const { spec, status } = pod;
  const sidecars = new Set(spec.initContainers.filter(isSidecar).map(({ name }) => name));
  const init = initPart(pod, sidecars);
  const initialized = status.conditions.find(({ type }) => type === 'Initialized')?.status;
  const goesOn = init.word === undefined || initialized === 'True';
  const main = goesOn ? mainPart(status, init.word ?? podWord(pod)) : undefined;
  const counted = main ? [...init.sidecars, ...status.containerStatuses] : init.all;
  const restartCount = counted.reduce((sum, { restartCount: count }) => sum + count, 0);
  const lastEnd = latestEnd(counted);
  const word = deletedWord(pod) ?? main?.word ?? init.word ?? podWord(pod);
  return {
    ready: `${init.ready + (main?.ready ?? 0)}/${spec.containers.length + sidecars.size}`,
    status: word.text,
    restarts:
      restartCount !== 0 && lastEnd !== undefined
        ? `${restartCount} (${age(now - lastEnd)} ago)`
        : String(restartCount),
    restartCount,
    age: printedAge(now, pod.creationTimestamp),
    ip: status.podIPs[0] || NONE,
    node: spec.nodeName || NONE,
    nominatedNode: status.nominatedNodeName || NONE,
    readinessGates: gatesColumn(pod),
    source: word.source,
  };
}

const NONE = '<none>';

interface Word {
  readonly text: string;
  readonly source: StatusSource;
}

function word(
  text: string,
  code: StatusSourceCode,
  path: string,
  params: StatusSource['params'] = {},
): Word {
  return { text, source: { code, path, params } };
}

/** What is printed when no container has a word to say. */
function podWord({ spec, status }: PodView): Word {
  const { phase, reason, conditions } = status;
  const gated = conditions.findLastIndex(
    (each) => each.type === 'PodScheduled' && each.reason === 'SchedulingGated',
  );
  if (gated >= 0) {
    const params = { gates: spec.schedulingGates.length };
    const path = `status.conditions[${gated}].reason`;
    return word('SchedulingGated', 'scheduling-gated', path, params);
  }
  if (reason !== '') return word(reason, 'status-reason', 'status.reason', { reason });
  return word(phase, 'phase', 'status.phase', { phase });
}

/** Deletion outdoes everything, except in a Pod that has ended. */
function deletedWord({ deletionTimestamp, status }: PodView): Word | undefined {
  if (deletionTimestamp === undefined) return undefined;
  if (status.reason === 'NodeLost') return word('Unknown', 'node-lost', 'status.reason');
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return undefined;
  const params = { phase: status.phase };
  return word('Terminating', 'deletion', 'metadata.deletionTimestamp', params);
}

interface InitPart {
  /** Set when an init container is not done, or a sidecar has not started. */
  readonly word?: Word;
  readonly ready: number;
  /** The statuses up to the one that has the word: what is behind it is not counted. */
  readonly all: readonly ContainerStatus[];
  readonly sidecars: readonly ContainerStatus[];
}

function initPart({ spec, status }: PodView, sidecars: ReadonlySet<string>): InitPart {
  const { initContainerStatuses: statuses } = status;
  let ready = 0;
  const upTo = (length: number) => {
    const all = statuses.slice(0, length);
    return { ready, all, sidecars: all.filter(({ name }) => sidecars.has(name)) };
  };
  for (const [index, container] of statuses.entries()) {
    const { name, state } = container;
    if (state.terminated?.exitCode === 0) continue;
    if (sidecars.has(name) && container.started === true) {
      if (container.ready) ready++;
      continue;
    }
    const path = `status.initContainerStatuses[${index}]`;
    const params = { container: name, done: index, total: spec.initContainers.length };
    const progress = `Init:${index}/${spec.initContainers.length}`;
    const own = initWord(container, path) ?? word(progress, 'init-progress', path, params);
    return { word: own, ...upTo(index + 1) };
  }
  return upTo(statuses.length);
}

function initWord({ name, state }: ContainerStatus, path: string): Word | undefined {
  const { terminated, waiting } = state;
  if (terminated) {
    const { text, source } = endWord(name, terminated, path, INIT_CODES);
    return { text: `Init:${text}`, source };
  }
  // The reason while it waits its turn says nothing.
  if (!waiting || waiting.reason === '' || waiting.reason === 'PodInitializing') return undefined;
  const params = { container: name, reason: waiting.reason };
  const text = `Init:${waiting.reason}`;
  return word(text, 'init-waiting-reason', `${path}.state.waiting.reason`, params);
}

type EndCodes = Readonly<Record<'reason' | 'signal' | 'exitCode', StatusSourceCode>>;

const INIT_CODES: EndCodes = {
  reason: 'init-terminated-reason',
  signal: 'init-signal',
  exitCode: 'init-exit-code',
};
const MAIN_CODES: EndCodes = {
  reason: 'container-terminated-reason',
  signal: 'container-signal',
  exitCode: 'container-exit-code',
};

/** How it ended: its reason, else its signal, else its exit code. */
function endWord(container: string, end: Terminated, path: string, codes: EndCodes): Word {
  const { reason, signal, exitCode } = end;
  const at = `${path}.state.terminated`;
  if (reason !== '') {
    return word(reason, codes.reason, `${at}.reason`, { container, reason, exitCode });
  }
  if (signal !== 0) {
    return word(`Signal:${signal}`, codes.signal, `${at}.signal`, { container, signal });
  }
  return word(`ExitCode:${exitCode}`, codes.exitCode, `${at}.exitCode`, { container, exitCode });
}

/** From the last container to the first, so that the first one with something to say has the word. */
function mainPart(status: PodStatusView, before: Word): { word: Word; ready: number } {
  let ready = 0;
  let current = before;
  let failed: Word | undefined;
  let running: string | undefined;
  for (let index = status.containerStatuses.length - 1; index >= 0; index--) {
    const container = status.containerStatuses[index];
    if (container === undefined) continue;
    const { name, state } = container;
    const path = `status.containerStatuses[${index}]`;
    if (state.waiting && state.waiting.reason !== '') {
      const { reason } = state.waiting;
      const at = `${path}.state.waiting.reason`;
      current = word(reason, 'container-waiting-reason', at, { container: name, reason });
    } else if (state.terminated) {
      current = endWord(name, state.terminated, path, MAIN_CODES);
      if (state.terminated.exitCode !== 0) failed = current;
    } else if (container.ready && state.running) {
      running = name;
      ready++;
    }
  }
  return { word: afterCompleted(current, status, failed, running), ready };
}

/** `Completed` is not said of a Pod of which something still runs or has failed. */
function afterCompleted(
  current: Word,
  status: PodStatusView,
  failed: Word | undefined,
  running: string | undefined,
): Word {
  if (current.text !== 'Completed') return current;
  const { container = '' } = current.source.params;
  const ready = status.conditions.findIndex(
    (each) => each.type === 'Ready' && each.status === 'True',
  );
  if (running !== undefined && ready >= 0) {
    const path = `status.conditions[${ready}].status`;
    return word('Running', 'still-running', path, { container, running });
  }
  if (failed) return failed;
  if (running === undefined) return current;
  return word('NotReady', 'not-ready', current.source.path, { container, running });
}

function latestEnd(statuses: readonly ContainerStatus[]): number | undefined {
  return statuses.reduce<number | undefined>((latest, { lastState }) => {
    const end = lastState.terminated?.finishedAt;
    return end !== undefined && (latest === undefined || end > latest) ? end : latest;
  }, undefined);
}

function gatesColumn({ spec, status }: PodView): string {
  if (spec.readinessGates.length === 0) return NONE;
  const met = spec.readinessGates.filter(
    (gate) => status.conditions.find(({ type }) => type === gate)?.status === 'True',
  );
  return `${met.length}/${spec.readinessGates.length}`;
}

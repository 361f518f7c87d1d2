/**
 * What a word of the STATUS column is, without the object: where it would stand, what it means, which phases go
 * with it, what to look at. The reasons themselves are those of engine/exit-code.
 * Upstream, v1.37.2: printPod in pkg/printers/internalversion/printers.go; getPhase in pkg/kubelet.
 */
import { type ExitItem, type Look, type Said, readExit } from '../../exit-code/index.ts';
import type { StatusSourceCode } from './column.ts';

export type WordCode =
  | 'word-pending'
  | 'word-running'
  | 'word-succeeded'
  | 'word-failed'
  /** A phase that nobody writes any more; or a deleted Pod of a lost node. */
  | 'word-unknown'
  /** params: done, total */
  | 'word-init-progress'
  /** The object has no phase yet. */
  | 'word-empty'
  /** No word of Kubernetes' own. params: word */
  | 'word-strange';

export interface WordMeaning {
  /** Of `WordCode`, or a meaning of engine/exit-code. */
  readonly meaning: Said;
  /** Where it stands, most likely first; of a word that is put together, by which rule. */
  readonly sources: readonly { readonly code: StatusSourceCode; readonly path: string }[];
  /** The phases that go with it, most likely first. */
  readonly phases: readonly string[];
  readonly look: readonly Look[];
}

export interface WordContext {
  /** How the container ended, where that is known: a reason may mean another thing with another code. */
  readonly exitCode?: number;
  readonly container?: string;
}

export function meaningOfWord(word: string, context: WordContext = {}): WordMeaning {
  const phase = Object.hasOwn(PHASES, word) ? PHASES[word] : undefined;
  if (phase) {
    const { looks: words, ...rest } = phase;
    return { ...rest, look: looks(words) };
  }
  const [, done, total] = /^Init:(\d+)\/(\d+)$/.exec(word) ?? [];
  if (done !== undefined && total !== undefined) {
    return {
      meaning: { code: 'word-init-progress', params: { done: Number(done), total: Number(total) } },
      sources: [{ code: 'init-progress', path: 'status.initContainerStatuses[*].state' }],
      phases: ['Pending'],
      look: looks(['Completed', 'ContainerCreating']),
    };
  }
  const isInit = word.startsWith('Init:');
  const { exitCode, container } = context;
  const asked = exitCode === undefined ? word : `${word} ${exitCode}`;
  const { items } = readExit(asked);
  const [first] = items;
  if (first === undefined) return strange(word, isInit);
  return {
    meaning: first.meaning,
    sources: items.map((item) => sourceOf(item, isInit)),
    phases: phasesOf(first, isInit),
    look: first.look.map((each) => named(each, first.place === 'terminated', container)),
  };
}

interface PhaseWord extends Omit<WordMeaning, 'look'> {
  /** Words whose looks help here too. */
  readonly looks: readonly string[];
}

function phaseWord(code: WordCode, phase: string, looks: readonly string[]): PhaseWord {
  return {
    meaning: { code, params: {} },
    sources: [{ code: 'phase', path: 'status.phase' }],
    phases: phase === '' ? [] : [phase],
    looks,
  };
}

const PHASES: Readonly<Record<string, PhaseWord>> = {
  Pending: phaseWord('word-pending', 'Pending', ['ContainerCreating']),
  Running: phaseWord('word-running', 'Running', []),
  Succeeded: phaseWord('word-succeeded', 'Succeeded', ['Completed']),
  Failed: phaseWord('word-failed', 'Failed', ['Evicted']),
  Unknown: {
    ...phaseWord('word-unknown', 'Running', ['NodeLost']),
    sources: [
      { code: 'node-lost', path: 'status.reason' },
      { code: 'phase', path: 'status.phase' },
    ],
  },
  '': phaseWord('word-empty', '', []),
};

function looks(words: readonly string[]): readonly Look[] {
  return words.flatMap((word) => readExit(word).items[0]?.look ?? []);
}

/**
 * Of a container that has ended and not started again, the last run is the current one: `--previous` would
 * give the one before.
 */
function named(look: Look, hasEnded: boolean, container: string | undefined): Look {
  const isLast = hasEnded && look.code === 'look-last-logs';
  const command = isLast ? look.command.replace(' --previous', '') : look.command;
  return {
    code: isLast ? 'look-logs' : look.code,
    command: isName(container) ? command.replace('CONTAINER', container) : command,
  };
}

/** Names from the reader's text go into a command line only as the API server allows them. */
function isName(text: string | undefined): text is string {
  return text !== undefined && /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(text);
}

/** The command with the names of this Pod in it. */
export function commandFor(
  { command }: Look,
  pod: { readonly namespace?: string; readonly name?: string; readonly node?: string },
): string {
  const { namespace, name, node } = pod;
  const there =
    isName(namespace) && namespace !== 'default' ? `kubectl -n ${namespace} ` : 'kubectl ';
  return [
    ['POD', name],
    ['NODE', node],
  ].reduce(
    (text, [hole = '', value]) => (isName(value) ? text.replace(hole, value) : text),
    command.replace(/^kubectl (?!describe node)/, there),
  );
}

function strange(word: string, isInit: boolean): WordMeaning {
  const list = isInit ? 'initContainerStatuses' : 'containerStatuses';
  const [waiting, ended] = isInit
    ? (['init-waiting-reason', 'init-terminated-reason'] as const)
    : (['container-waiting-reason', 'container-terminated-reason'] as const);
  return {
    meaning: { code: 'word-strange', params: { word } },
    sources: [
      { code: waiting, path: `status.${list}[*].state.waiting.reason` },
      { code: ended, path: `status.${list}[*].state.terminated.reason` },
      ...(isInit ? [] : [{ code: 'status-reason', path: 'status.reason' } as const]),
    ],
    phases: [],
    look: looks(['Pending', 'ContainerCreating']),
  };
}

/** Words that only the table has. */
const PRINTED: Readonly<Record<string, { code: StatusSourceCode; path: string }>> = {
  Terminating: { code: 'deletion', path: 'metadata.deletionTimestamp' },
  NotReady: { code: 'not-ready', path: 'status.containerStatuses[*].state' },
  SchedulingGated: { code: 'scheduling-gated', path: 'status.conditions[*].reason' },
};

function sourceOf(item: ExitItem, isInit: boolean): WordMeaning['sources'][number] {
  const { reason = '' } = item;
  const printed = Object.hasOwn(PRINTED, reason) ? PRINTED[reason] : undefined;
  if (printed) return printed;
  if (item.place === 'pod') return { code: 'status-reason', path: 'status.reason' };
  const path = isInit ? item.path.replace('containerStatuses', 'initContainerStatuses') : item.path;
  if (item.reason === undefined) {
    const bySignal = item.signal !== undefined;
    const code = bySignal ? 'signal' : 'exit-code';
    const at = bySignal ? path.replace('exitCode', 'signal') : path;
    return { code: isInit ? `init-${code}` : `container-${code}`, path: at };
  }
  const state = item.place === 'waiting' ? 'waiting' : 'terminated';
  return { code: isInit ? `init-${state}-reason` : `container-${state}-reason`, path };
}

const STARTING: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

function phasesOf({ place, reason, exitCode }: ExitItem, isInit: boolean): readonly string[] {
  if (isInit)
    return place === 'terminated' ? ['Pending', 'Failed', 'Running'] : ['Pending', 'Running'];
  if (reason === 'Terminating') return ['Running', 'Pending'];
  if (reason === 'NotReady') return ['Running'];
  if (reason === 'SchedulingGated') return ['Pending'];
  if (place === 'pod') return ['Failed'];
  if (place === 'terminated') {
    return reason === 'Completed' || exitCode === 0
      ? ['Succeeded', 'Running']
      : ['Running', 'Failed'];
  }
  if (STARTING.has(reason ?? '')) return ['Pending'];
  return reason === 'CrashLoopBackOff' ? ['Running', 'Pending'] : ['Pending', 'Running'];
}

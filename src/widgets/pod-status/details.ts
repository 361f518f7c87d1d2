/** What is said about the chosen Pod of the reader's objects. */
import {
  commandFor,
  type ContainerLine,
  type EndLine,
  meaningOfRow,
  type PodStatus,
  type StatusDetails,
} from '../../engine/lifecycle/index.ts';
import { exitLooks } from '../../ui/exit-code-messages.ts';
import type { Finding } from '../../ui/finding.ts';
import { traceRoles } from '../../ui/lifecycle-messages.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { meaningSentence } from '../../ui/status-meaning.ts';
import type { CellView, ContainerView, StatusDetail } from './answer.ts';
import { kinds, states } from './messages.ts';
import { toneOf } from './tone.ts';

export function detailOf(pod: PodStatus, details: StatusDetails): StatusDetail {
  const { columns, source, view } = pod;
  const { word, trace, findings, readiness, containers, conditions } = details;
  const names = { ...view, node: view.spec.nodeName };
  return {
    status: columns.status,
    tone: toneOf(columns.status, columns.ready),
    says: [sentence(`from-${source.code}`, source.params), meaningSentence(word.meaning)],
    trace: trace.map(({ role, word: said, line, container, printed }) => ({
      role,
      what: fill(traceRoles[role], { container: container ?? '' }),
      word: said,
      line,
      printed,
    })),
    cells: cellsOf(pod),
    findings: findings.map(findingOf),
    missing: readiness.map(findingOf),
    containers: containers.map(containerView),
    conditions: conditions.map(({ column: _, ...condition }) => condition),
    looks: word.look.map((look) => ({
      what: exitLooks[look.code],
      command: commandFor(look, names),
    })),
  };
}

/** Said of what needs no attention. */
const CALM: ReadonlySet<string> = new Set([
  ...['deletion-asked', 'deletion-ends', 'ready-while-terminating', 'restarts-at-once'],
  ...['sidecar-exit-ignored', 'phase-decided', 'phase-set', 'phase-kept', 'phase-lags'],
  ...[
    'deadline-ahead',
    'mirror-pod',
    'ready-never-again',
    'backoff-until',
    'ended-not-terminating',
  ],
]);

function findingOf(found: StatusDetails['findings'][number] | StatusDetails['readiness'][number]) {
  const { code, params, line } = found;
  const isCalm = CALM.has(code) || (code === 'stays-ended' && params['exitCode'] === 0);
  const tone = isCalm ? 'info' : 'warn';
  return { line, tone, text: sentence(code, params) } satisfies Finding;
}

/** Those that have something to tell. */
function cellsOf({ columns }: PodStatus): readonly CellView[] {
  const { ready, status, restarts, age, ip, node, nominatedNode, readinessGates } = columns;
  const told = meaningOfRow({
    ready,
    status,
    restarts,
    age,
    ip,
    node,
    nominatedNode,
    readinessGates,
  });
  const cell = (head: string, text: string, column: string): CellView => ({
    head,
    text,
    says: told.cells.filter((each) => each.column === column).map(say),
  });
  return [
    cell('READY', ready, 'ready'),
    cell('RESTARTS', restarts, 'restarts'),
    cell('AGE', age, 'age'),
    cell('NODE', node, 'node'),
    cell('NOMINATED NODE', nominatedNode, 'nominatedNode'),
    cell('READINESS GATES', readinessGates, 'readinessGates'),
  ].filter(({ says }) => says.length > 0);
}

function say({ code, params }: { readonly code: string; readonly params: object }): Pair {
  return sentence(code, params as Parameters<typeof sentence>[1]);
}

function containerView(container: ContainerLine): ContainerView {
  const { name, kind, line, state, reason, end, last, runs, meaning, ready, restarts } = container;
  return {
    name,
    kind: kinds[kind],
    line,
    state: states[state],
    told: end ? ending(end) : reason || (runs ?? ''),
    ...(meaning && { says: meaningSentence(meaning) }),
    ...(last && {
      last: { told: ending(last), says: meaningSentence(last.meaning), ago: last.ago },
    }),
    ready,
    restarts,
  };
}

/** `Error, 137` as data, in no language. */
function ending({ reason, exitCode, signal }: EndLine): string {
  const code = signal !== 0 ? `signal ${signal}` : `exit ${exitCode}`;
  return reason === '' ? code : `${reason} (${code})`;
}

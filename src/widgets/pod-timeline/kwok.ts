/**
 * Stages with which KWOK walks a Pod through the same READY, STATUS and RESTARTS, at the same times: one for
 * each row of the table. A condition of our own says how far a Pod is, since its states come again.
 * API: kwok.x-k8s.io/v1alpha1 (kwok v0.8: pkg/apis/v1alpha1/stage_types.go; matching and weights:
 * pkg/utils/lifecycle/lifecycle.go). KWOK deletes nothing by itself before somebody has asked for it, so the
 * rows after a deletion wait for that.
 */
import type { TimelineAnswer } from './answer.ts';
import type { Lane, Life, RowCells, SpanCells } from './life.ts';

const MARK = 'live-notes/step';
const MARK_PATH = `.status.conditions.[] | select( .type == "${MARK}" ) | .reason`;

/** Of the life that is asked about: the changed one where there is a change. */
export function stagesOf({ lives }: TimelineAnswer): string {
  const life = lives.at(-1);
  if (!life) return '';
  const deleted = spanStart(life, 'deletion');
  const gone = goneAt(life) ?? Number.POSITIVE_INFINITY;
  const stages: string[] = [];
  let last = '';
  let lastAt = 0;
  const add = (at: number, next: string, mark: string) => {
    const isDeleting = deleted !== undefined && at > deleted;
    const from = isDeleting ? Math.max(lastAt, deleted) : lastAt;
    stages.push(stage(life, stages.length + 1, { wait: at - from, last, isDeleting, next }));
    last = mark;
    lastAt = at;
  };
  for (const row of life.rows) {
    const [at] = row;
    if (at === deleted || at >= gone || containersAt(life, row).length === 0) continue;
    const mark = `s${stages.length + 1}`;
    add(at, statusOf(life, row, mark), mark);
  }
  if (Number.isFinite(gone)) add(gone, '    delete: true\n', '');
  return `${HEAD}${stages.join('---\n')}`;
}

const HEAD = `# kubectl apply -f this file, on a cluster whose nodes KWOK plays, in place of KWOK's own Pod stages.
# Rows after a deletion come once you delete the Pod: kubectl delete pod --wait=false
`;

interface StageFacts {
  readonly wait: number;
  /** The mark of the stage before; empty for the first. */
  readonly last: string;
  readonly isDeleting: boolean;
  readonly next: string;
}

function stage(life: Life, number: number, { wait, last, isDeleting, next }: StageFacts): string {
  return `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: ${JSON.stringify(`${life.name || 'pod'}-${number}`)}
spec:
  resourceRef:
    apiGroup: v1
    kind: Pod
  selector:
    matchExpressions:
    - key: .metadata.name
      operator: In
      values: [${quoted(life.name)}]
    - key: .metadata.namespace
      operator: In
      values: [${quoted(life.namespace)}]
    - key: .metadata.deletionTimestamp
      operator: ${isDeleting ? 'Exists' : 'DoesNotExist'}
    - key: '${MARK_PATH}'
      operator: ${last === '' ? 'DoesNotExist' : `In\n      values: [${last}]`}
  weight: 10000
  delay:
    durationMilliseconds: ${Math.max(0, Math.round(wait))}
  next:
${next}`;
}

/** `next.statusTemplate`: a merge patch in which conditions go by type and lists of containers are replaced. */
function statusOf(life: Life, row: RowCells, mark: string): string {
  const [at] = row;
  const lines = [`phase: ${spanAt(laneOf(life, 'pod'), at)?.[2] ?? 'Pending'}`, 'conditions:'];
  for (const lane of life.lanes) {
    const span = lane.what === 'condition' ? spanAt(lane, at) : undefined;
    if (span) lines.push(condition(lane.name, span[2], span[5]));
  }
  lines.push(condition(MARK, 'True', mark));
  const containers = containersAt(life, row);
  const ready = Number.parseInt(row[1], 10) || 0;
  const inits = containers.filter(({ lane }) => lane.what === 'init' || lane.what === 'sidecar');
  const mains = containers.filter(({ lane }) => lane.what === 'container');
  let left = ready;
  const lineOf = (one: Container, only: boolean) => {
    const isDone = one.lane.what === 'init' && one.span[6] === 0;
    const isReady = isDone || (left > 0 && one.isReady);
    if (isReady && !isDone) left--;
    return containerLine(one, isReady, only ? Number.parseInt(row[3], 10) || 0 : one.restarts);
  };
  if (inits.length > 0) lines.push('initContainerStatuses:');
  lines.push(...inits.map((one) => lineOf(one, false)));
  lines.push('containerStatuses:');
  lines.push(...mains.map((one) => lineOf(one, containers.length === 1)));
  lines.push(
    'podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}',
  );
  return `    statusTemplate: |\n${lines.map((line) => `      ${line}\n`).join('')}`;
}

function condition(type: string, status: string, reason = ''): string {
  return `- {type: ${quoted(type)}, status: ${quoted(status)}, reason: ${quoted(reason)}, lastTransitionTime: {{ Now | Quote }}}`;
}

interface Container {
  readonly lane: Lane;
  readonly span: SpanCells;
  readonly before: SpanCells | undefined;
  readonly restarts: number;
  readonly isReady: boolean;
  readonly isStarted: boolean;
}

function containersAt(life: Life, row: RowCells): readonly Container[] {
  const [at, , status] = row;
  const word = status.replace(/^Init:/, '');
  const found = life.lanes.flatMap((lane) => {
    const span = lane.key.startsWith('container/') ? spanAt(lane, at) : undefined;
    return span ? [{ lane, span }] : [];
  });
  const isSaid = found.some(({ span }) => span[5] === word);
  return found.map(({ lane, span }) => {
    const ends = lane.spans.filter(([from, , state]) => from < span[0] && state === 'terminated');
    // An end that is shown although the next state has begun in the same moment.
    const isBehind = !isSaid && ends.at(-1)?.[5] === word;
    const shown = (isBehind ? ends.at(-1) : undefined) ?? span;
    const runs = lane.spans.filter(([from, , state]) => from <= shown[0] && state === 'running');
    const isRunning = shown[2] === 'running' || shown[2] === 'stopping';
    const passes = (kind: string) =>
      isRunning &&
      (spanAt(laneOf(life, `probe/${lane.name}/${kind}`), at)?.[2] ?? 'success') === 'success';
    return {
      lane,
      span: shown,
      before: ends.at(isBehind ? -2 : -1),
      restarts: Math.max(0, runs.length - 1),
      isReady: passes('readiness'),
      isStarted: passes('startup'),
    };
  });
}

function containerLine(
  { lane, span, before, isStarted }: Container,
  isReady: boolean,
  restarts: number,
): string {
  const last = before ? `, lastState: ${stateOf(before)}` : '';
  return `- {name: ${quoted(lane.name)}, image: ${quoted(lane.image ?? '')}, imageID: "", ready: ${isReady}, started: ${isStarted}, restartCount: ${restarts}, state: ${stateOf(span)}${last}}`;
}

function stateOf([, , state, , , reason = '', exitCode = 0]: SpanCells): string {
  if (state === 'terminated') {
    return `{terminated: {exitCode: ${exitCode}, reason: ${quoted(reason)}, finishedAt: {{ Now | Quote }}}}`;
  }
  if (state === 'waiting') return `{waiting: {reason: ${quoted(reason)}}}`;
  return '{running: {startedAt: {{ Now | Quote }}}}';
}

function laneOf(life: Life, key: string): Lane | undefined {
  return life.lanes.find((lane) => lane.key === key);
}

function spanAt(lane: Lane | undefined, at: number): SpanCells | undefined {
  return lane?.spans.findLast(([from, to]) => from <= at && (to < 0 || at < to));
}

function spanStart(life: Life, key: string): number | undefined {
  return laneOf(life, key)?.spans[0]?.[0];
}

function goneAt({ steps, kinds }: Life): number | undefined {
  const isEnd = (kind: number) =>
    ['object-removed', 'force-deleted'].includes(kinds[kind]?.[1] ?? '');
  return steps.findLast(([, kind]) => isEnd(kind))?.[0];
}

/** A YAML string that Go's template reads as it is. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('{{', '{{ "{{" }}');
}

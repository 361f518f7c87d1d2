/**
 * Events as objects: core/v1 (what kubectl prints), events.k8s.io/v1, and lines of a recorded watch.
 * Upstream: staging/src/k8s.io/api/core/v1/types.go and events/v1/types.go, v1.37.2; the kubelet's messages
 * in pkg/kubelet/kuberuntime/kuberuntime_container.go and pkg/kubelet/kuberuntime/kuberuntime_manager.go.
 */
import { text } from '../../pod/index.ts';
import { type SourceNode, child } from '../../source.ts';
import { parseTime } from '../time.ts';

/** When an Event occurred; one of `t`, `time` and `ago` is known, or none. */
export interface Occurrence {
  /** Milliseconds on the clock of a recorded watch. */
  readonly t?: number;
  /** Milliseconds since 1970. */
  readonly time?: number;
  /** `time` has fractions of a second. */
  readonly exact?: boolean;
  /** Milliseconds before the table was printed. */
  readonly ago?: number;
  readonly count: number;
}

export interface RawEvent {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly source: string;
  readonly container?: string;
  readonly occurrences: readonly Occurrence[];
}

/** `t`: when it was received, on the clock of a recorded watch. Undefined if the object is no Event. */
export function eventIn(node: SourceNode, t: number | undefined): RawEvent | undefined {
  const object = child(node, 'involvedObject') ?? child(node, 'regarding');
  if (object?.kind !== 'map') return undefined;
  const message = text(node, 'message') || text(node, 'note');
  const container =
    containerOfPath(text(object, 'fieldPath')) ?? containerOfMessage(text(node, 'reason'), message);
  const source =
    text(child(node, 'source'), 'component') ||
    text(child(node, 'deprecatedSource'), 'component') ||
    text(node, 'reportingComponent') ||
    text(node, 'reportingController');
  return {
    kind: text(object, 'kind'),
    namespace: text(object, 'namespace') || 'default',
    name: text(object, 'name'),
    uid: text(object, 'uid'),
    // In a recorded watch `type` may be the Event's own or the watch's.
    type: text(node, 'type'),
    reason: text(node, 'reason'),
    message,
    source,
    ...(container !== undefined && { container }),
    occurrences: occurrencesIn(node, t),
  };
}

/** The first and the last time that the object tells of. */
function occurrencesIn(node: SourceNode, t: number | undefined): readonly Occurrence[] {
  const series = child(node, 'series');
  const count = Math.max(
    1,
    whole(series, 'count') ?? whole(node, 'count') ?? whole(node, 'deprecatedCount') ?? 1,
  );
  const eventTime = dated(text(node, 'eventTime'));
  const first =
    eventTime ?? dated(text(node, 'firstTimestamp') || text(node, 'deprecatedFirstTimestamp'));
  const last =
    dated(text(series, 'lastObservedTime')) ??
    dated(text(node, 'lastTimestamp') || text(node, 'deprecatedLastTimestamp')) ??
    first ??
    dated(text(child(node, 'metadata'), 'creationTimestamp'));
  const latest: Occurrence = { ...last, ...(t !== undefined && { t }), count };
  const isRepeated = count > 1 && first?.time !== undefined && first.time !== last?.time;
  // What happened twice within one second is told once.
  return isRepeated ? [{ ...first, count: 1 }, latest] : [latest];
}

function dated(value: string): { readonly time: number; readonly exact?: boolean } | undefined {
  const time = parseTime(value);
  if (time === undefined) return undefined;
  return value.includes('.') ? { time, exact: true } : { time };
}

function whole(node: SourceNode | undefined, key: string): number | undefined {
  const value = child(node, key);
  const isWhole = value?.kind === 'scalar' && Number.isSafeInteger(value.value);
  return isWhole ? Number(value.value) : undefined;
}

/** `spec.containers{app}`, `spec.initContainers{setup}` */
export function containerOfPath(path: string): string | undefined {
  return /^spec\.\w+\{([^{}]{1,63})\}$/.exec(path)?.[1];
}

/** Where the Event names no field, its sentence may name the container. */
export function containerOfMessage(reason: string, message: string): string | undefined {
  if (reason === 'Killing') {
    return /^(?:Stopping container|Container) ([\w-]{1,63})(?:$| )/.exec(message)?.[1];
  }
  if (reason !== 'BackOff') return undefined;
  return /^Back-off restarting failed container ([\w-]{1,63}) in pod /.exec(message)?.[1];
}

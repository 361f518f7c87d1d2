/** Compares columns, phases and conditions with upstream's own answers (tests/oracle/pods) and with a real cluster's. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Columns,
  type ContainerStatus,
  type PhaseGates,
  type PodView,
  anyRegularStarted,
  columnsOf,
  kubeletConditions,
  parseTime,
  phaseOf,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sourceOf } from './json-source.ts';

type Cells = Partial<Omit<Columns, 'source' | 'restartCount'>>;

export interface StatusFile {
  readonly now: string;
  readonly items: readonly {
    readonly id: string;
    readonly pod: object;
    readonly expected: Cells & { readonly phaseWouldBe?: readonly string[] };
  }[];
}

export interface PhaseFile {
  readonly items: readonly {
    readonly id: string;
    readonly pod: object;
    readonly expected: {
      readonly phases: Readonly<Record<string, string>>;
      readonly phase: string;
      readonly anyRegularContainerStarted: boolean;
      readonly conditions: Readonly<Record<string, object>>;
    };
  }[];
}

/** Upstream's tables, restated. */
export interface CaseFile {
  readonly cases: readonly {
    readonly id: string;
    readonly now?: string;
    readonly pod: object;
    readonly gates?: PhaseGates;
    readonly options?: Readonly<
      Record<'podIsTerminal' | 'podHasInitialized' | 'staticPod', boolean>
    >;
    readonly expected: Cells & { readonly phase?: string; readonly wide?: Cells };
  }[];
}

export interface RecordedFile {
  readonly items: readonly {
    readonly name: string;
    readonly watch: string;
    readonly lines: string;
  }[];
}

export type Difference = { readonly want: unknown; readonly have: unknown } | undefined;

export function viewOf(pod: object): PodView {
  return viewPod(sourceOf(JSON.stringify(pod)));
}

export function statusesOf({ status }: PodView): readonly ContainerStatus[] {
  return [...status.containerStatuses, ...status.initContainerStatuses];
}

export function statusDifference(
  { pod, expected: { phaseWouldBe, ...cells } }: StatusFile['items'][number],
  now: string,
): Difference {
  const view = viewOf(pod);
  const row = columnsOf(view, parseTime(now) ?? 0);
  const phases = [false, true].map((podHasInitialized) =>
    phaseOf(view, statusesOf(view), { podIsTerminal: false, podHasInitialized }),
  );
  const have = { ...only(row, cells), ...(phaseWouldBe && { phaseWouldBe: phases }) };
  return difference({ ...cells, ...(phaseWouldBe && { phaseWouldBe }) }, have);
}

export function phaseDifference({ pod, expected }: PhaseFile['items'][number]): Difference {
  const view = viewOf(pod);
  const started = anyRegularStarted(view.spec.containers, view.status.containerStatuses);
  const phase = (key: string) =>
    phaseOf(view, statusesOf(view), {
      podIsTerminal: key.includes('t'),
      podHasInitialized: key.includes('i'),
    });
  const { initContainerStatuses, containerStatuses, conditions } = view.status;
  const told = kubeletConditions({
    spec: view.spec,
    statuses: [...initContainerStatuses, ...containerStatuses],
    phase: expected.phase,
    conditions,
  });
  return difference(expected, {
    phases: Object.fromEntries(Object.keys(expected.phases).map((key) => [key, phase(key)])),
    phase: phase(started ? 'i' : ''),
    anyRegularContainerStarted: started,
    conditions: Object.fromEntries(
      told.map(({ type, status, reason, message }) => [
        type,
        { status, ...(reason && { reason }), ...(message && { message }) },
      ]),
    ),
  });
}

export function caseDifference({
  pod,
  now,
  options,
  gates,
  expected,
}: CaseFile['cases'][number]): Difference {
  const view = viewOf(pod);
  if (options === undefined) {
    const { phase: _, wide, ...narrow } = expected;
    const cells = { ...narrow, ...wide };
    return difference(cells, only(columnsOf(view, parseTime(now ?? '') ?? 0), cells));
  }
  const { staticPod, ...rest } = options;
  const isStatic = staticPod || view.isStatic;
  const phase = phaseOf({ ...view, isStatic }, statusesOf(view), {
    ...rest,
    ...(gates && { gates }),
  });
  return difference({ phase: expected.phase }, { phase });
}

/** Each line that kubectl printed, beside the object of the same version. */
export function* recordedLines({
  items,
}: RecordedFile): Generator<{ id: string; difference: Difference }> {
  for (const { name, watch, lines } of items) {
    const events = new Map<string, { time: string; object: object }>();
    for (const line of watch.trim().split('\n')) {
      const event = JSON.parse(line) as RecordedEvent;
      events.set(`${event.object.metadata.resourceVersion} ${event.type}`, event);
    }
    for (const line of lines.split('\n')) {
      const [, version, type, row = ''] = /^\s*[\d.]+\s+(\d+)\s+([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      const event = events.get(`${version} ${type}`);
      if (event === undefined) continue;
      const [, ready, status, restarts = '', , ...wide] = row.trim().split(/\s{2,}/);
      const have = columnsOf(viewOf(event.object), parseTime(event.time) ?? 0);
      yield {
        id: `${name} ${version} ${type}`,
        difference: difference(
          [ready, status, restarts.split(' ')[0], ...wide],
          [
            ...[have.ready, have.status, String(have.restartCount)],
            ...[have.ip, have.node, have.nominatedNode, have.readinessGates],
          ],
        ),
      };
    }
  }
}

interface RecordedEvent {
  readonly time: string;
  readonly type: string;
  readonly object: { readonly metadata: { readonly resourceVersion: string } };
}

function only(row: Columns, cells: Cells): Cells {
  return Object.fromEntries(Object.keys(cells).map((key) => [key, row[key as keyof Cells]]));
}

function difference(want: unknown, have: unknown): Difference {
  return isDeepStrictEqual(want, have) ? undefined : { want, have };
}

/**
 * A scenario as a reader writes it, in YAML: durations such as `1s`, `250ms`, `2m30s`; everything may be left out.
 * Unknown keys and values that make no sense are problems with their place; the rest is used.
 */
import { lineIndex } from '../../pod/index.ts';
import { readDocuments } from '../../read/index.ts';
import type { Problem } from '../../problem.ts';
import { type SourceMap, type SourceNode, child } from '../../source.ts';
import { parseDuration } from './duration.ts';
import type { Action, ContainerFacts, Run, Scenario } from './types.ts';

export type ScenarioProblemCode =
  /** params: key */
  | 'scenario-unknown-key'
  /** params: key, expected (`duration`, `number`, `text`, `yes-or-no`, `list`, `map`, `action`) */
  | 'scenario-wrong-value'
  /** params: name, names (those that the Pod has) */
  | 'scenario-unknown-container';

export interface ScenarioReading {
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
}

/** Nothing unusual happens. */
export const PLAIN_SCENARIO: Scenario = {
  seed: 1,
  scheduler: { bindAfter: 8 },
  images: {},
  containers: {},
  actions: [],
  kubelet: { retries: [], firstStatusAfter: 6, sandboxTakes: 450, gates: {} },
};

/** `containers`: those of the Pod that it is for; none where they are not known. */
export function readScenario(text: string, containers: readonly string[] = []): ScenarioReading {
  const [document] = text.trim() === '' ? [] : readDocuments(text);
  if (document === undefined) return { scenario: PLAIN_SCENARIO, problems: [] };
  if ('problem' in document) return { scenario: PLAIN_SCENARIO, problems: [document.problem] };
  const at = lineIndex(text);
  const problems: Problem<ScenarioProblemCode>[] = [];
  const refuse: Refuse = (code, offset, path, expected) => {
    const key = path || 'scenario';
    const params = expected === undefined ? { key } : { key, expected };
    problems.push({ code, path, params, ...at(offset) });
  };
  const { scheduler, kubelet, actions, ...read } = scenarioShape(document.node, '', refuse) ?? {};
  for (const { key, keyStart } of entriesOf(child(document.node, 'containers'))) {
    if (containers.length === 0 || containers.includes(key)) continue;
    const params = { name: key, names: containers.join(', ') };
    const path = `containers.${key}`;
    problems.push({ code: 'scenario-unknown-container', path, params, ...at(keyStart) });
  }
  const scenario: Scenario = {
    ...PLAIN_SCENARIO,
    ...read,
    scheduler: { ...PLAIN_SCENARIO.scheduler, ...scheduler },
    kubelet: { ...PLAIN_SCENARIO.kubelet, ...kubelet },
    actions: (actions ?? []).toSorted((one, other) => one.at - other.at),
  };
  return { scenario, problems };
}

function entriesOf(node: SourceNode | undefined): SourceMap['entries'] {
  return node?.kind === 'map' ? node.entries : [];
}

type Refuse = (code: ScenarioProblemCode, offset: number, path: string, expected?: string) => void;

/** Undefined, and a problem said, where the node is nothing of the kind. */
type Reading<T> = (node: SourceNode, path: string, refuse: Refuse) => T | undefined;

function scalar<T>(expected: string, take: (text: string) => T | undefined): Reading<T> {
  return (node, path, refuse) => {
    const value =
      node.kind === 'scalar' && node.value !== null ? take(String(node.value)) : undefined;
    if (value === undefined) refuse('scenario-wrong-value', node.start, path, expected);
    return value;
  };
}

const duration = scalar('duration', parseDuration);
const number = scalar('number', (text) => (/^-?\d{1,9}$/.test(text) ? Number(text) : undefined));
const text = scalar('text', (value) => value);
const yesOrNo = scalar('yes-or-no', (value) =>
  value === 'true' ? true : value === 'false' ? false : undefined,
);
/** `forever` or `never`: null. */
const durationOrNever = scalar<{ readonly ms: number | null }>('duration', (value) => {
  if (value === 'never' || value === 'forever') return { ms: null };
  const ms = parseDuration(value);
  return ms === undefined ? undefined : { ms };
});
const maybe: Reading<number | null> = (...given) => durationOrNever(...given)?.ms;

function list<T>(item: Reading<T>): Reading<readonly T[]> {
  return (node, path, refuse) => {
    if (node.kind === 'list') {
      return node.items.flatMap((each, index) => item(each, `${path}[${index}]`, refuse) ?? []);
    }
    refuse('scenario-wrong-value', node.start, path, 'list');
    return undefined;
  };
}

function mapOf<T>(value: Reading<T>): Reading<Readonly<Record<string, T>>> {
  return (node, path, refuse) => {
    if (node.kind !== 'map') {
      refuse('scenario-wrong-value', node.start, path, 'map');
      return undefined;
    }
    return Object.fromEntries(
      node.entries.flatMap((entry) => {
        const read = value(entry.value, join(path, entry.key), refuse);
        return read === undefined ? [] : [[entry.key, read]];
      }),
    );
  };
}

type Shape<T> = { readonly [Key in keyof T]-?: Reading<Exclude<T[Key], undefined>> };

function shape<T>(fields: Shape<T>): Reading<Partial<T>> {
  return (node, path, refuse) => {
    // A key with nothing behind it says nothing.
    if (node.kind === 'scalar' && node.value === null) return {};
    if (node.kind !== 'map') {
      refuse('scenario-wrong-value', node.start, path, 'map');
      return undefined;
    }
    const found: Partial<Record<string, unknown>> = {};
    for (const { key, keyStart, value } of node.entries) {
      if (!Object.hasOwn(fields, key)) {
        refuse('scenario-unknown-key', keyStart, join(path, key));
        continue;
      }
      const read = (fields as Record<string, Reading<unknown>>)[key]?.(
        value,
        join(path, key),
        refuse,
      );
      if (read !== undefined) found[key] = read;
    }
    return found as Partial<T>;
  };
}

function withDefaults<T>(reading: Reading<Partial<T>>, defaults: T): Reading<T> {
  return (...given) => {
    const read = reading(...given);
    return read && { ...defaults, ...read };
  };
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

const runShape = withDefaults<Run>(
  shape<Run>({
    lasts: maybe,
    exitCode: number,
    signal: number,
    reason: text,
    seenAfter: duration,
    startTakes: duration,
  }),
  { lasts: null, exitCode: 0 },
);

const hookShape = withDefaults(shape({ takes: duration, fails: yesOrNo }), {
  takes: 0,
  fails: false,
});

const probeAnswers = list(
  withDefaults(
    shape<{ from: number; ok: boolean; run?: number }>({
      from: duration,
      ok: yesOrNo,
      run: number,
    }),
    {
      from: 0,
      ok: true,
    },
  ),
);

const containerShape = withDefaults<ContainerFacts>(
  shape<ContainerFacts>({
    runs: list(runShape),
    onStop: withDefaults(
      shape<{ after: number | null; exitCode: number; reason?: string }>({
        after: maybe,
        exitCode: number,
        reason: text,
      }),
      { after: 0, exitCode: 0 },
    ),
    createError: withDefaults(
      shape<{ reason: string; until: number | null }>({ reason: text, until: maybe }),
      {
        reason: 'CreateContainerConfigError',
        until: null,
      },
    ),
    postStart: hookShape,
    preStop: hookShape,
    probes: shape({ startup: probeAnswers, readiness: probeAnswers, liveness: probeAnswers }),
  }),
  { runs: [], probes: {} },
);

interface AnyAction {
  readonly at: number;
  readonly do: string;
  readonly grace?: number;
  readonly force?: boolean;
  readonly path?: string;
  readonly value?: string;
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
}

/** What each action cannot do without. */
const ACTIONS: Readonly<Record<Action['do'], readonly (keyof AnyAction)[]>> = {
  delete: [],
  edit: ['path', 'value'],
  'set-condition': ['type', 'status'],
  disrupt: ['reason'],
  evict: [],
  'remove-manifest': [],
  'kill-sandbox': [],
  'restart-kubelet': [],
  'lose-node': [],
  'return-node': [],
  'remove-finalizers': [],
};

const anyAction = shape<AnyAction>({
  at: duration,
  do: text,
  grace: number,
  force: yesOrNo,
  path: text,
  value: text,
  type: text,
  status: text,
  reason: text,
});

const actionShape: Reading<Action> = (node, path, refuse) => {
  const read = anyAction(node, path, refuse);
  if (read === undefined) return undefined;
  const name = read.do ?? '';
  const needs = Object.hasOwn(ACTIONS, name) ? ACTIONS[name as Action['do']] : undefined;
  const missing = needs?.find((key) => read[key] === undefined);
  if (needs === undefined || missing !== undefined || read.at === undefined) {
    refuse('scenario-wrong-value', node.start, path, 'action');
    return undefined;
  }
  return read as Action;
};

const scenarioShape = shape<{
  seed: number;
  until: number;
  static: boolean;
  scheduler: Partial<Scenario['scheduler']>;
  volumesReadyAt: number | null;
  resize: NonNullable<Scenario['resize']>;
  images: Scenario['images'];
  containers: Scenario['containers'];
  actions: readonly Action[];
  kubelet: Partial<Scenario['kubelet']>;
}>({
  seed: number,
  until: duration,
  static: yesOrNo,
  scheduler: shape<Scenario['scheduler']>({ bindAfter: duration, fitsAt: maybe, rejectedAs: text }),
  volumesReadyAt: maybe,
  resize: shape<NonNullable<Scenario['resize']>>({ fitsAt: maybe, fails: yesOrNo }),
  images: mapOf(
    withDefaults(
      shape<Scenario['images'][string]>({
        present: yesOrNo,
        pull: duration,
        availableAt: maybe,
        failsWith: text,
      }),
      { present: false, pull: 1000 },
    ),
  ),
  containers: mapOf(containerShape),
  actions: list(actionShape),
  kubelet: shape<Scenario['kubelet']>({
    maxRestartPeriod: duration,
    retries: list(duration),
    relistPhase: duration,
    syncPhase: duration,
    firstStatusAfter: duration,
    sandboxTakes: duration,
    cleanupTakes: duration,
    gates: mapOf(yesOrNo),
  }),
});

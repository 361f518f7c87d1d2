/** The kubectl commands that can be typed into a script, as kubectl v1.37 spells them. */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import type { Params } from '../problem.ts';
import {
  apart,
  isOn,
  kindsIn,
  type Named,
  namesOf,
  objectsIn,
  pairs,
  split,
  type Target,
  type Words,
} from './command-words.ts';
import type { Labels } from './objects.ts';
import { labelValueDetails } from './validate-labels.ts';

export type { Named, Target } from './command-words.ts';

/** What is deleted: by name, by label, or what the manifest has. */
export type Chosen =
  | { readonly by: 'name'; readonly objects: readonly Named[] }
  | { readonly by: 'label'; readonly kinds: readonly Target[]; readonly labels: Labels }
  | { readonly by: 'file' };

type Order =
  | { readonly do: 'apply' }
  /** Asks and changes nothing: told, not played. */
  | { readonly do: 'look' }
  | { readonly do: 'scale'; readonly names: readonly string[]; readonly replicas: number }
  | { readonly do: 'set-image'; readonly names: readonly string[]; readonly images: Labels }
  | { readonly do: 'set-selector'; readonly names: readonly string[]; readonly selector: Labels }
  | { readonly do: 'undo'; readonly names: readonly string[]; readonly revision: number }
  | { readonly do: 'restart' | 'pause' | 'resume'; readonly names: readonly string[] }
  | {
      readonly do: 'delete';
      readonly chosen: Chosen;
      readonly cascade: 'Background' | 'Foreground' | 'Orphan';
      readonly grace: number | undefined;
    }
  /** A label without a value is taken off. */
  | {
      readonly do: 'label';
      readonly objects: readonly Named[];
      readonly labels: Readonly<Record<string, string | null>>;
      readonly overwrite: boolean;
    }
  | {
      readonly do: 'patch';
      readonly kind: 'Deployment' | 'Service';
      readonly names: readonly string[];
      readonly type: 'strategic' | 'merge';
      readonly patch: JsonObject;
    };

export type Command = Order & {
  /** As `-n` has it; `default` otherwise, or what an object of the manifest says. */
  readonly namespace?: string;
};

export type CommandRefusal =
  /** params: command */
  | 'drive-command'
  /** params: command, expected */
  | 'drive-argument'
  /** What kubectl or the API server says. params: error */
  | 'drive-error';

export interface Refused {
  readonly refusal: CommandRefusal;
  readonly params: Params;
}

export function parseKubectl(text: string): Command | Refused {
  const { words, flags } = split(text);
  const [program, verb = '', ...rest] = words;
  if (program !== 'kubectl') return unknown(text);
  const reader = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (reader === undefined) return unknown(`kubectl ${verb}`);
  const order = reader({ words: rest, flags }, `kubectl ${verb}`);
  if ('refusal' in order) return order;
  // A dry run changes nothing.
  if ((flags.get('dry-run') ?? 'none') !== 'none') return { do: 'look' };
  const namespace = flags.get('namespace');
  return namespace === undefined ? order : { ...order, namespace };
}

type Reader = (words: Words, command: string) => Order | Refused;

function unknown(command: string): Refused {
  return { refusal: 'drive-command', params: { command: command.slice(0, 60) } };
}

function expected(command: string, what: string): Refused {
  return { refusal: 'drive-argument', params: { command, expected: what } };
}

function failing(error: string): Refused {
  return { refusal: 'drive-error', params: { error } };
}

const look: Reader = () => ({ do: 'look' });

const CASCADES: ReadonlyMap<string, 'Background' | 'Foreground' | 'Orphan'> = new Map([
  ['background', 'Background'],
  ['foreground', 'Foreground'],
  ['orphan', 'Orphan'],
]);

const VERBS: Readonly<Record<string, Reader>> = {
  apply: () => ({ do: 'apply' }),
  get: look,
  describe: look,
  wait: look,
  scale: ({ words, flags }, command) => {
    const names = namesOf('Deployment', words);
    const replicas = flags.get('replicas') ?? '';
    if (names === undefined) return expected(command, 'deployment/NAME');
    if (!/^\d{1,6}$/.test(replicas)) return expected(command, '--replicas=N');
    return { do: 'scale', names, replicas: Number(replicas) };
  },
  set: ({ words }, command) => {
    const [what, ...rest] = words;
    const [objects, values] = apart(rest);
    if (what === 'image') {
      const names = namesOf('Deployment', objects);
      const images = pairs(values);
      if (images === undefined) return expected(`${command} image`, 'CONTAINER=IMAGE');
      if (names === undefined) return expected(command, 'image deployment/NAME CONTAINER=IMAGE');
      if ('*' in images && Object.keys(images).length > 1) {
        return failing(
          'all containers are already specified by *, but saw more than one container_name=container_image pairs',
        );
      }
      return { do: 'set-image', names, images };
    }
    const names = what === 'selector' ? namesOf('Service', objects) : undefined;
    if (names === undefined) return expected(command, 'image deployment/NAME CONTAINER=IMAGE');
    const selector = pairs(values.flatMap((word) => word.split(',')));
    return selector === undefined
      ? expected(`${command} selector`, 'KEY=VALUE')
      : { do: 'set-selector', names, selector };
  },
  rollout: ({ words, flags }, command) => {
    const [what = '', ...rest] = words;
    const names = namesOf('Deployment', rest);
    if (names === undefined) return expected(`${command} ${what}`, 'deployment/NAME');
    if (what === 'status' || what === 'history') return { do: 'look' };
    if (what === 'restart' || what === 'pause' || what === 'resume') return { do: what, names };
    const revision = flags.get('to-revision') ?? '0';
    if (what !== 'undo') return unknown(`${command} ${what}`);
    if (!/^\d{1,9}$/.test(revision)) return expected(`${command} undo`, '--to-revision=N');
    return { do: 'undo', names, revision: Number(revision) };
  },
  delete: ({ words, flags }, command) => {
    const chosen = chosenBy(words, flags);
    if (chosen === undefined) return expected(command, 'pod NAME');
    const cascade = CASCADES.get(flags.get('cascade') ?? 'background');
    if (cascade === undefined) return expected(command, '--cascade=background|foreground|orphan');
    const grace = graceIn(flags, command);
    return typeof grace === 'object' ? grace : { do: 'delete', chosen, cascade, grace };
  },
  label: ({ words, flags }, command) => {
    const [named, values] = apart(words);
    const objects = objectsIn(named);
    const labels = labelled(values);
    if (objects === undefined || labels === undefined) {
      return expected(command, 'pod NAME KEY=VALUE');
    }
    for (const [key, value] of Object.entries(labels)) {
      const [detail] = labelValueDetails(value ?? '');
      if (detail) return failing(`invalid label value: "${key}=${value}": ${detail}`);
    }
    return { do: 'label', objects, labels, overwrite: isOn(flags, 'overwrite') };
  },
  patch: ({ words, flags }, command) => {
    const patch = jsonIn(flags.get('patch') ?? '');
    const type = flags.get('type') ?? 'strategic';
    const found = (['Deployment', 'Service'] as const).find((kind) => namesOf(kind, words));
    const names = found && namesOf(found, words);
    if (found === undefined || names === undefined || patch === undefined) {
      return expected(command, `service NAME -p '{"spec":{…}}'`);
    }
    if (type !== 'strategic' && type !== 'merge') {
      return expected(command, '--type=strategic|merge');
    }
    return { do: 'patch', kind: found, names, type, patch };
  },
};

function chosenBy(words: readonly string[], flags: Words['flags']): Chosen | undefined {
  const selector = flags.get('selector');
  const isFile = flags.has('filename') || flags.has('k');
  const isAll = isOn(flags, 'all');
  if (isFile) return words.length === 0 && selector === undefined ? { by: 'file' } : undefined;
  if (selector === undefined && !isAll) {
    const objects = objectsIn(words);
    return objects && { by: 'name', objects };
  }
  // By name or by label, as kubectl has it.
  const kinds = words.length === 1 ? kindsIn(words[0] ?? '') : undefined;
  const labels = selector === undefined ? {} : pairs(selector.split(','));
  const isBoth = isAll && selector !== undefined;
  return kinds && labels && !isBoth ? { by: 'label', kinds, labels } : undefined;
}

/** Complete and Validate of kubectl pkg/cmd/delete/delete.go; below zero is what the object itself says. */
function graceIn(flags: Words['flags'], command: string): number | undefined | Refused {
  const text = flags.get('grace-period') ?? '-1';
  if (!/^-?\d{1,6}$/.test(text)) return expected(command, '--grace-period=N');
  const isForced = isOn(flags, 'force');
  let grace = Number(text);
  if (isOn(flags, 'now')) {
    if (grace !== -1) return failing('--now and --grace-period cannot be specified together');
    grace = 1;
  }
  if (grace === 0 && !isForced) grace = 1;
  if (grace < 0 && isForced) grace = 0;
  if (grace > 0 && isForced) {
    return failing('--force and --grace-period greater than 0 cannot be specified together');
  }
  return grace < 0 ? undefined : grace;
}

function jsonIn(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) && isShallow(value, DEEPEST) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Deeper than any object; what takes a patch apart goes as deep as it does. */
const DEEPEST = 100;

function isShallow(value: Json, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((each: Json) => isShallow(each, left - 1));
}

function labelled(words: readonly string[]): Readonly<Record<string, string | null>> | undefined {
  const found = words.map((word): [string, string | null] | undefined => {
    const [, key = '', value] = /^([^=]+?)(?:=([^=]*)|-)$/.exec(word) ?? [];
    return key === '' ? undefined : [key, value ?? null];
  });
  if (found.length === 0 || found.includes(undefined)) return undefined;
  const labels = found.flatMap((pair) => (pair ? [pair] : []));
  const isTwice = new Set(labels.map(([key]) => key)).size < labels.length;
  return isTwice ? undefined : Object.fromEntries(labels);
}

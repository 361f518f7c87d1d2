/** The kubectl commands that can be typed into a script, as kubectl v1.37 spells them. */
import { isObject, type JsonObject } from '../control-plane/index.ts';
import type { Params } from '../problem.ts';
import type { Labels } from './objects.ts';

export type Target = 'Deployment' | 'Pod' | 'Service' | 'ReplicaSet';

export type Command =
  | { readonly do: 'apply' }
  /** Asks and changes nothing: told, not played. */
  | { readonly do: 'look' }
  | { readonly do: 'scale'; readonly name: string; readonly replicas: number }
  | { readonly do: 'set-image'; readonly name: string; readonly images: Labels }
  | { readonly do: 'set-selector'; readonly name: string; readonly selector: Labels }
  | { readonly do: 'undo'; readonly name: string; readonly revision: number }
  | { readonly do: 'restart' | 'pause' | 'resume'; readonly name: string }
  | {
      readonly do: 'delete';
      readonly kind: Target;
      readonly names: readonly string[];
      readonly labels: Labels | undefined;
      readonly cascade: 'Background' | 'Foreground' | 'Orphan';
      readonly grace: number | undefined;
    }
  /** A label without a value is taken off. */
  | {
      readonly do: 'label';
      readonly kind: Target;
      readonly name: string;
      readonly labels: Readonly<Record<string, string | null>>;
    }
  | {
      readonly do: 'patch';
      readonly kind: 'Deployment' | 'Service';
      readonly name: string;
      readonly patch: JsonObject;
    };

export type CommandRefusal =
  /** params: command */
  | 'drive-command'
  /** params: command, expected */
  | 'drive-argument';

export interface Refused {
  readonly refusal: CommandRefusal;
  readonly params: Params;
}

interface Words {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

export function parseKubectl(text: string): Command | Refused {
  const { words, flags } = split(text);
  const [program, verb = '', ...rest] = words;
  if (program !== 'kubectl') return unknown(text);
  const reader = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  return reader ? reader({ words: rest, flags }, `kubectl ${verb}`) : unknown(`kubectl ${verb}`);
}

type Reader = (words: Words, command: string) => Command | Refused;

function unknown(command: string): Refused {
  return { refusal: 'drive-command', params: { command: command.slice(0, 60) } };
}

function expected(command: string, what: string): Refused {
  return { refusal: 'drive-argument', params: { command, expected: what } };
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
    const found = objectIn(words);
    const replicas = flags.get('replicas') ?? '';
    if (found?.kind !== 'Deployment') return expected(command, 'deployment/NAME');
    if (!/^\d{1,6}$/.test(replicas)) return expected(command, '--replicas=N');
    return { do: 'scale', name: found.name, replicas: Number(replicas) };
  },
  set: ({ words }, command) => {
    const [what, ...rest] = words;
    const found = objectIn(rest);
    if (what === 'image' && found?.kind === 'Deployment') {
      const images = pairs(found.rest);
      return images === undefined
        ? expected(`${command} image`, 'CONTAINER=IMAGE')
        : { do: 'set-image', name: found.name, images };
    }
    if (what === 'selector' && found?.kind === 'Service') {
      const selector = pairs(found.rest.flatMap((word) => word.split(',')));
      return selector === undefined
        ? expected(`${command} selector`, 'KEY=VALUE')
        : { do: 'set-selector', name: found.name, selector };
    }
    return expected(command, 'image deployment/NAME CONTAINER=IMAGE');
  },
  rollout: ({ words, flags }, command) => {
    const [what = '', ...rest] = words;
    const found = objectIn(rest);
    if (found?.kind !== 'Deployment') return expected(`${command} ${what}`, 'deployment/NAME');
    const { name } = found;
    if (what === 'status' || what === 'history') return { do: 'look' };
    if (what === 'restart' || what === 'pause' || what === 'resume') return { do: what, name };
    const revision = flags.get('to-revision') ?? '0';
    if (what !== 'undo') return unknown(`${command} ${what}`);
    if (!/^\d{1,9}$/.test(revision)) return expected(`${command} undo`, '--to-revision=N');
    return { do: 'undo', name, revision: Number(revision) };
  },
  delete: ({ words, flags }, command) => {
    const kinds = words.map((word) => kindOf(word.split('/')[0] ?? ''));
    const isSlashed = words[0]?.includes('/') === true;
    const kind = kinds[0];
    const names = isSlashed ? words.map((word) => word.split('/')[1] ?? '') : words.slice(1);
    const selector = flags.get('l') ?? flags.get('selector');
    const labels = selector === undefined ? undefined : pairs(selector.split(','));
    const isMixed = isSlashed && kinds.some((each) => each !== kind);
    // By name or by label, as kubectl has it.
    if (kind === undefined || isMixed || (names.length === 0) !== (labels !== undefined)) {
      return expected(command, 'pod NAME');
    }
    const cascade = CASCADES.get(flags.get('cascade') ?? 'background');
    const grace = flags.get('now') === '' ? '1' : flags.get('grace-period');
    if (cascade === undefined) return expected(command, '--cascade=background|foreground|orphan');
    if (grace !== undefined && !/^\d{1,6}$/.test(grace))
      return expected(command, '--grace-period=N');
    return {
      do: 'delete',
      kind,
      names,
      labels,
      cascade,
      grace: grace === undefined ? undefined : Number(grace),
    };
  },
  label: ({ words }, command) => {
    const found = objectIn(words);
    const labels = found && labelled(found.rest);
    if (found === undefined || labels === undefined) return expected(command, 'pod NAME KEY=VALUE');
    return { do: 'label', kind: found.kind, name: found.name, labels };
  },
  patch: ({ words, flags }, command) => {
    const found = objectIn(words);
    const patch = jsonIn(flags.get('p') ?? flags.get('patch') ?? '');
    const isPlain = patch !== undefined && !/\[/.test(JSON.stringify(patch));
    const kind = found?.kind;
    if (found === undefined || (kind !== 'Deployment' && kind !== 'Service') || !isPlain) {
      return expected(command, `service NAME -p '{"spec":{…}}'`);
    }
    return { do: 'patch', kind, name: found.name, patch };
  },
};

function jsonIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value as JsonObject) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

const KINDS: Readonly<Record<string, Target>> = {
  deployment: 'Deployment',
  deployments: 'Deployment',
  deploy: 'Deployment',
  'deployment.apps': 'Deployment',
  pod: 'Pod',
  pods: 'Pod',
  po: 'Pod',
  service: 'Service',
  services: 'Service',
  svc: 'Service',
  replicaset: 'ReplicaSet',
  replicasets: 'ReplicaSet',
  rs: 'ReplicaSet',
};

function kindOf(word: string): Target | undefined {
  return Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
}

/** `deployment/web …` or `deployment web …` */
function objectIn(
  words: readonly string[],
): { readonly kind: Target; readonly name: string; readonly rest: readonly string[] } | undefined {
  const [first = '', ...rest] = words;
  const [word = '', slashed] = first.split('/');
  const kind = kindOf(word);
  const name = slashed ?? rest[0];
  if (kind === undefined || name === undefined || name === '') return undefined;
  return { kind, name, rest: slashed === undefined ? rest.slice(1) : rest };
}

function pairs(words: readonly string[]): Labels | undefined {
  const found = words.map((word) => /^([^=]+)={1,2}(.+)$/.exec(word));
  if (found.length === 0 || found.some((match) => match === null)) return undefined;
  return Object.fromEntries(found.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
}

function labelled(words: readonly string[]): Readonly<Record<string, string | null>> | undefined {
  const found = words.map((word): [string, string | null] | undefined => {
    const [, key = '', value] = /^([^=]+?)(?:=(.*)|-)$/.exec(word) ?? [];
    return key === '' ? undefined : [key, value ?? null];
  });
  if (found.length === 0 || found.includes(undefined)) return undefined;
  return Object.fromEntries(found.flatMap((pair) => (pair ? [pair] : [])));
}

/** Flags that stand alone; all others take the next word unless they have a `=`. */
const ALONE: ReadonlySet<string> = new Set([
  'force',
  'overwrite',
  'now',
  'all',
  'wait',
  'watch',
  'w',
]);

function split(text: string): Words {
  const words: string[] = [];
  const flags = new Map<string, string>();
  let waiting: string | undefined;
  for (const raw of tokens(text)) {
    const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(raw) ?? [];
    if (waiting !== undefined) {
      flags.set(waiting, raw);
      waiting = undefined;
    } else if (name === undefined) words.push(raw);
    else if (value === undefined && !ALONE.has(name)) waiting = name;
    else flags.set(name, value ?? '');
  }
  return { words, flags };
}

/** By white space; quotes hold together and go. */
function tokens(text: string): readonly string[] {
  const found = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return found.map((token) =>
    token.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single ?? ''),
  );
}

/** The words of a kubectl line: flags, objects and pairs, as kubectl's builder and cobra take them apart. */
import type { Labels } from './objects.ts';

export type Target = 'Deployment' | 'Pod' | 'Service' | 'ReplicaSet';

export interface Named {
  readonly kind: Target;
  readonly name: string;
}

export interface Words {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

const KINDS: Readonly<Record<string, Target>> = {
  deployment: 'Deployment',
  deployments: 'Deployment',
  deploy: 'Deployment',
  'deployment.apps': 'Deployment',
  'deployments.apps': 'Deployment',
  pod: 'Pod',
  pods: 'Pod',
  po: 'Pod',
  service: 'Service',
  services: 'Service',
  svc: 'Service',
  replicaset: 'ReplicaSet',
  replicasets: 'ReplicaSet',
  rs: 'ReplicaSet',
  'replicaset.apps': 'ReplicaSet',
  'replicasets.apps': 'ReplicaSet',
};

function kindOf(word: string): Target | undefined {
  return Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
}

/** `pod` or `pod,service`; undefined where one of them is not played. */
export function kindsIn(word: string): readonly Target[] | undefined {
  const kinds = word.split(',').map(kindOf);
  return kinds.every((kind) => kind !== undefined) ? kinds : undefined;
}

/** `deployment/web pod/a` or `pod a b`, all of the words; undefined where they are no objects. */
export function objectsIn(words: readonly string[]): readonly Named[] | undefined {
  const [first = '', ...rest] = words;
  if (first.includes('/')) {
    const named = words.map((word): Named | undefined => {
      const [type = '', name = '', more] = word.split('/');
      const kind = kindOf(type);
      return kind && name !== '' && more === undefined ? { kind, name } : undefined;
    });
    return named.every((each) => each !== undefined) ? named : undefined;
  }
  const kinds = kindsIn(first);
  if (kinds === undefined || rest.length === 0) return undefined;
  if (rest.some((name) => name === '' || name.includes('/'))) return undefined;
  return kinds.flatMap((kind) => rest.map((name) => ({ kind, name })));
}

/** The names, where all objects are of this kind. */
export function namesOf(kind: Target, words: readonly string[]): readonly string[] | undefined {
  const objects = objectsIn(words);
  if (objects?.every((each) => each.kind === kind) !== true) return undefined;
  return objects.map(({ name }) => name);
}

/** GetResourcesAndPairs of kubectl pkg/cmd/util/helpers.go: objects, then `KEY=VALUE` and `KEY-`. */
export function apart(words: readonly string[]): readonly [objects: string[], pairs: string[]] {
  const isPair = (word: string): boolean => word.includes('=') || word.endsWith('-');
  const from = words.findIndex(isPair);
  if (from < 0) return [[...words], []];
  return [words.slice(0, from), words.slice(from)];
}

export function pairs(words: readonly string[]): Labels | undefined {
  const found = words.map((word) => /^([^=]+)={1,2}(.+)$/.exec(word));
  if (found.length === 0 || found.some((match) => match === null)) return undefined;
  return Object.fromEntries(found.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
}

/** Flags that stand alone; all others take the next word unless they have a `=`. */
const ALONE: ReadonlySet<string> = new Set([
  'A',
  'R',
  'all',
  'all-namespaces',
  'dry-run',
  'force',
  'i',
  'ignore-not-found',
  'interactive',
  'list',
  'local',
  'now',
  'overwrite',
  'record',
  'recursive',
  'server-side',
  'show-labels',
  'w',
  'wait',
  'watch',
]);
const LONG: ReadonlyMap<string, string> = new Map([
  ['n', 'namespace'],
  ['l', 'selector'],
  ['p', 'patch'],
  ['f', 'filename'],
]);

/** Flags are known by their long names. */
export function split(text: string): Words {
  const words: string[] = [];
  const flags = new Map<string, string>();
  let waiting: string | undefined;
  const put = (name: string, value: string): void => {
    flags.set(LONG.get(name) ?? name, value);
  };
  for (const raw of tokens(text)) {
    const [, glued = '', rest = ''] = /^-([nlfo])([^=][\s\S]*)$/.exec(raw) ?? [];
    const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(raw) ?? [];
    if (waiting !== undefined) {
      put(waiting, raw);
      waiting = undefined;
    } else if (glued !== '') put(glued, rest);
    else if (name === undefined) words.push(raw);
    else if (value === undefined && !ALONE.has(name)) waiting = name;
    else put(name, value ?? '');
  }
  return { words, flags };
}

/** A flag that stands alone is on unless it says otherwise. */
export function isOn(flags: Words['flags'], name: string): boolean {
  const value = flags.get(name);
  return value !== undefined && value !== 'false';
}

/** By white space; quotes hold together and go. */
function tokens(text: string): readonly string[] {
  const found = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return found.map((token) =>
    token.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single ?? ''),
  );
}

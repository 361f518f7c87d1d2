/**
 * Which Pod each stated usage belongs to. No upstream counterpart: the kubelet measures Pods by UID, while a
 * reader has names, and `kubectl top pods -n prod` prints no namespace. A name without a namespace is enough
 * where the Pods of one namespace only have it; nothing is guessed where those of several do.
 */
import type { Candidate, MatchCode, MatchedUsage, PodUsage, StatedUsage } from './types.ts';
import type { Problem } from '../problem.ts';

/** As many as anybody reads. */
const MOST_PROBLEMS = 20;
const NAMESPACES_NAMED = 5;

/** Without Pods there are no problems: whatever is wrong is wrong with the Pods. */
export function matchUsage(
  pods: readonly Candidate[],
  stated: readonly StatedUsage[],
): MatchedUsage {
  const namespaces = namespacesByName(pods);
  const usage = new Map<string, PodUsage>();
  const problems: Problem<MatchCode>[] = [];
  let matched = 0;
  for (const one of stated) {
    const found = namespaceOf(one, namespaces);
    const { used, cutFigures } = one;
    usage.set(found === undefined ? shown(one) : podKey({ ...one, namespace: found }), {
      used,
      cutFigures,
    });
    if (found !== undefined) matched++;
    else if (problems.length < MOST_PROBLEMS) problems.push(unmatched(one, namespaces));
  }
  const [first] = stated;
  if (pods.length === 0 || first === undefined) return { usage, problems: [] };
  const { line, column } = first;
  const place = { path: '', line, column };
  const count = stated.length - matched - problems.length;
  if (count > 0) problems.push({ ...place, code: 'usage-unmatched-more', params: { count } });
  if (matched === 0) problems.unshift({ ...place, code: 'usage-none-matched', params: {} });
  return { usage, problems };
}

export function podKey({ namespace, name }: Pick<Candidate, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

type Namespaces = ReadonlyMap<string, ReadonlySet<string>>;

function namespacesByName(pods: readonly Candidate[]): Namespaces {
  const all = new Map<string, Set<string>>();
  for (const { namespace, name } of pods) {
    const known = all.get(name);
    if (known === undefined) all.set(name, new Set([namespace]));
    else known.add(namespace);
  }
  return all;
}

/** Undefined when no Pod is meant, or no single one. */
function namespaceOf({ namespace, name }: StatedUsage, all: Namespaces): string | undefined {
  const known = all.get(name);
  if (namespace !== '') return known?.has(namespace) ? namespace : undefined;
  return known?.size === 1 ? [...known][0] : undefined;
}

function unmatched(one: StatedUsage, all: Namespaces): Problem<MatchCode> {
  const { line, column } = one;
  const name = shown(one).slice(0, 80);
  const known = one.namespace === '' ? all.get(one.name) : undefined;
  if (known === undefined) {
    return { code: 'usage-unmatched', path: '', params: { name }, line, column };
  }
  const namespaces = [...known].slice(0, NAMESPACES_NAMED).join(', ');
  const params = { name, namespaces };
  return { code: 'usage-namespace-unclear', path: '', params, line, column };
}

/** As the text has it. */
function shown(one: StatedUsage): string {
  return one.namespace === '' ? one.name : podKey(one);
}

/**
 * What Pods use, as a reader has it: the table of `kubectl top pods`, or YAML or JSON that maps
 * `namespace/pod` or `namespace/pod/container` to `memory`, `ephemeral-storage` and `pids`. `cpu` is allowed
 * and ignored. Either may leave the namespace out: match.ts finds the Pod. The kubelet itself measures the Pod's working set, disk (root file systems, logs, local
 * volumes) and processes; containers are added up here because that is what `--containers` prints.
 */
import type { Problem } from '../problem.ts';
import { fromBigInt, parseJsonQuantity, value } from '../quantity/index.ts';
import { readDocuments } from '../read/index.ts';
import { type LineIndex, lineIndex } from '../pod/index.ts';
import type { SourceEntry, SourceNode } from '../source.ts';
import type { UsageCode, UsageReading, UsedResource } from './types.ts';
import { isTable, readTable } from './usage-table.ts';
import { type PodRef, type UsageTally, usageTally } from './usage-tally.ts';

const USED: ReadonlySet<string> = new Set<UsedResource>(['memory', 'ephemeral-storage', 'pids']);
const PROBLEMS = 50;

/** Never throws; what cannot be used is in `problems`, at most about fifty of them. */
export function parseUsage(text: string): UsageReading {
  const tally = usageTally();
  const problems = isTable(text) ? readTable(text, tally) : readMap(text, tally);
  const usage = tally.total();
  if (usage.length > 0 || problems.length > 0) return { usage, problems };
  return { usage, problems: [{ code: 'usage-empty', path: '', params: {}, line: 1, column: 1 }] };
}

function readMap(text: string, tally: UsageTally): readonly Problem[] {
  const problems: Problem[] = [];
  const at = lineIndex(text);
  const found = (code: UsageCode, offset: number, params: Problem['params']): void => {
    if (problems.length >= PROBLEMS) return;
    problems.push({ code, path: '', params, ...at(offset) });
  };
  for (const document of readDocuments(text)) {
    if ('problem' in document) return [...problems, document.problem];
    problems.push(...document.strict.slice(0, PROBLEMS - problems.length));
    const { node } = document;
    if (node.kind === 'map') for (const entry of node.entries) readPod(entry, at, tally, found);
    else if (!isNull(node)) found('usage-shape', node.start, { key: '' });
  }
  return problems;
}

type Found = (code: UsageCode, at: number, params: Problem['params']) => void;

function readPod(entry: SourceEntry, at: LineIndex, tally: UsageTally, found: Found): void {
  const { key, value: node } = entry;
  const names = key.split('/');
  if (names.length > 3 || names.includes('')) {
    found('usage-key', entry.keyStart, { key });
  } else if (node.kind === 'map') {
    const [first = '', second, container] = names;
    const [namespace, name] = second === undefined ? ['', first] : [first, second];
    const pod = { namespace, name, ...at(entry.keyStart) };
    for (const resource of node.entries) {
      if (resource.key !== 'cpu') readFigure(resource, pod, container, tally, found);
    }
  } else if (!isNull(node)) {
    // null is a Pod of which nothing is known.
    found('usage-shape', node.start, { key });
  }
}

function readFigure(
  { key, keyStart, value: node }: SourceEntry,
  pod: PodRef,
  container: string | undefined,
  tally: UsageTally,
  found: Found,
): void {
  if (!isUsed(key)) {
    found('usage-resource-unknown', keyStart, { resource: key });
    return;
  }
  if (isNull(node)) return;
  const json = node.kind === 'scalar' ? node.json : '{}';
  const parsed = parseJsonQuantity(json);
  const shown = { value: (node.kind === 'scalar' ? String(node.value) : json).slice(0, 80) };
  if (!parsed.ok) found('usage-quantity', node.start, shown);
  else if (parsed.quantity.sign < 0) found('usage-negative', node.start, shown);
  // The kubelet counts whole bytes and processes.
  else tally.add(pod, container, key, fromBigInt(value(parsed.quantity), 'BinarySI'), false);
}

function isUsed(key: string): key is UsedResource {
  return USED.has(key);
}

function isNull(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/**
 * Lines of a text as entries: lines of our recordings (tests/fixtures/README.md), audit events
 * (apiserver pkg/apis/audit/v1/types.go, v1.37.2), Events as objects or in a List. JSON lines are read one by
 * one, so that a cut line costs only itself; anything else is read as kubectl would read it.
 */
import type { Problem } from '../problem.ts';
import { readDocuments, toJson } from '../read/index.ts';
import { entryOfAudit, isAuditEvent } from './audit.ts';
import type { Entry } from './entry.ts';
import { entryOfEvent, isEvent } from './event-object.ts';
import { isObject, type Json, type JsonObject, listAt, textAt } from './json.ts';
import { entryOfRecorded } from './recorded.ts';
import type { StoryProblemCode } from './types.ts';

export interface Entries {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem<StoryProblemCode>[];
}

const MOST_ENTRIES = 20_000;
const MOST_PROBLEMS = 50;
const SLICE = 200;

export function* readingEntries(text: string): Generator<void, Entries> {
  const entries: Entry[] = [];
  const problems: Problem<StoryProblemCode>[] = [];
  const report = (code: StoryProblemCode, line: number, params = {}): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, path: '', params, line, column: 1 });
  };
  if (text.trim() === '') {
    report('story-empty', 1);
    return { entries, problems };
  }
  let values = 0;
  for (const { value, line } of valuesIn(text)) {
    if (++values % SLICE === 0) yield;
    if (value === undefined) {
      report('story-not-json', line);
      continue;
    }
    for (const entry of entriesIn(value)) entries.push(entry);
    if (entries.length < MOST_ENTRIES) continue;
    report('story-too-long', line, { most: MOST_ENTRIES });
    break;
  }
  const isNothing = entries.length === 0 && problems.length === 0;
  if (isNothing) report('story-nothing', 1);
  return { entries, problems };
}

interface Value {
  readonly value: Json | undefined;
  readonly line: number;
}

function* valuesIn(text: string): Generator<Value> {
  let isFirst = true;
  let line = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    // A log shipper or a pod's log may put a prefix before the object.
    const from = text.indexOf('{', start);
    line++;
    const written = from === -1 || from > stop ? '' : text.slice(from, stop).trim();
    const isBlank = text.slice(start, stop).trim() === '';
    start = stop + 1;
    if (isBlank) continue;
    const value = parsed(written);
    if (value === undefined && isFirst) return yield* wholeOf(text);
    isFirst = false;
    yield { value, line };
  }
}

function parsed(written: string): Json | undefined {
  if (written === '') return undefined;
  try {
    return JSON.parse(written) as Json;
  } catch {
    return undefined;
  }
}

function* wholeOf(text: string): Generator<Value> {
  const all = parsed(text.trim());
  if (all !== undefined) return yield { value: all, line: 1 };
  for (const document of readDocuments(text)) {
    if ('problem' in document) yield { value: undefined, line: document.problem.line };
    else yield { value: toJson(document.node) as Json, line: 1 };
  }
}

function* entriesIn(value: Json): Generator<Entry> {
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) yield* entriesIn(item);
    return;
  }
  if (!isObject(value)) return;
  if (isListOf(value)) {
    for (const item of listAt(value, 'items')) yield* entriesIn(item);
    return;
  }
  const entry = entryOf(value);
  if (entry) yield entry;
}

function isListOf(value: JsonObject): boolean {
  return Array.isArray(value['items']) && textAt(value, 'kind').endsWith('List');
}

function entryOf(value: JsonObject): Entry | undefined {
  if (isAuditEvent(value)) return entryOfAudit(value);
  if (isEvent(value)) return entryOfEvent(value);
  return entryOfRecorded(value);
}

/**
 * Reads states of containers out of a pasted text: `state:` and `lastState:` of a Pod in YAML or JSON, whole or
 * any part of it, and what `kubectl describe pod` prints. By lines and their depth, not by a YAML reader: what
 * people paste begins in the middle, has lost its indentation or its end.
 */
import { type Found, type StatusList, wholeNumber } from './found.ts';
import type { Line } from './lines.ts';

export interface Blocks {
  readonly found: readonly Found[];
  /** The line of a container that runs: there is nothing to explain about it. */
  readonly running?: number;
  /** A Pod, or most of one: what it does not say is not to be guessed from its words. */
  readonly isObject: boolean;
}

export function readBlocks(lines: readonly Line[], most: number): Blocks {
  const state: State = { items: [], firstOfElement: 0, isDescribed: false, hasPodReason: false };
  for (const line of lines) {
    if (state.items.length > most) break;
    readLine(state, line);
  }
  const found = state.items.map((item) => item.found).filter(says);
  const isObject = state.isDescribed || state.status !== undefined;
  return { found, isObject, ...(state.running !== undefined && { running: state.running }) };
}

type Writable = { -readonly [Key in keyof Found]: Found[Key] };

interface Item {
  /** Lines that are not deeper end it; -1 where only another of the same keys does. */
  readonly indent: number;
  readonly found: Writable;
}

interface State {
  readonly items: Item[];
  item?: Item | undefined;
  field?: { readonly name: 'state' | 'lastState'; readonly indent: number } | undefined;
  /** Inside what is of no interest. */
  skipped?: number | undefined;
  /** Depth of the Pod's own `status:`; -1 in what describe prints. */
  status?: number;
  hasPodReason: boolean;
  isDescribed: boolean;
  list?: StatusList | undefined;
  /** Of the list item or section that is being read. */
  container?: string | undefined;
  firstOfElement: number;
  running?: number;
}

function says({ reason, exitCode, signal }: Found): boolean {
  return (reason ?? '') !== '' || exitCode !== undefined || signal !== undefined;
}

const KEY = /^(?:"([A-Za-z][\w ./-]*)"\s*:\s*|([A-Za-z][\w ./-]*?)\s*:(?:\s+|$))(.*)$/;

function readLine(state: State, { number, indent, text, starts }: Line): void {
  if (state.skipped !== undefined && indent > state.skipped) return;
  state.skipped = undefined;
  if (state.item && indent <= state.item.indent) state.item = undefined;
  if (state.field && indent <= state.field.indent) state.field = undefined;
  if (starts) {
    state.container = undefined;
    state.firstOfElement = state.items.length;
  }
  const header = state.isDescribed && indent === 2 && /^([a-z0-9][a-z0-9.-]*):$/.exec(text);
  if (header) {
    state.container = header[1];
    return;
  }
  const [, quoted, plain, rest = ''] = KEY.exec(text) ?? [];
  const key = (quoted ?? plain ?? '').toLowerCase().replaceAll(' ', '');
  if (key !== '') readKey(state, { key, value: plainValue(rest), line: number, indent });
}

interface Pair {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly indent: number;
}

const CONTAINERS = /^(init|ephemeral|)containers$/;
const STATUSES = /^(init|ephemeral|)containerstatuses$/;
const LISTS: Readonly<Record<string, StatusList>> = {
  '': 'containerStatuses',
  init: 'initContainerStatuses',
  ephemeral: 'ephemeralContainerStatuses',
};
/** What has reasons, messages or names of another kind below it. */
const OTHER = new Set(
  `conditions events spec metadata env environment volumes resources limits requests annotations labels
  managedfields args command mounts volumemounts tolerations source involvedobject allocatedresources
  user`.split(/\s+/),
);

function readKey(state: State, pair: Pair): void {
  const { key, value, line, indent } = pair;
  const described = indent === 0 && value === '' ? CONTAINERS.exec(key) : null;
  const list = described ?? STATUSES.exec(key);
  if (list) {
    state.list = LISTS[list[1] ?? ''];
    state.isDescribed ||= described !== null;
  } else if (OTHER.has(key) && value === '') state.skipped = indent;
  else if (key === 'status' && (value === '' || indent === 0)) {
    state.status = value === '' ? indent : -1;
    state.hasPodReason = false;
  } else if (key === 'state' || key === 'laststate') {
    state.field = { name: key === 'state' ? 'state' : 'lastState', indent };
    begin(state, value.toLowerCase(), line, indent);
  } else if (value === '' && begin(state, key, line, indent)) return;
  else if (key === 'name') nameAll(state, value);
  else set(state, pair);
}

/** A state of this kind, if it is one. */
function begin(state: State, kind: string, line: number, indent: number): boolean {
  if (kind === 'running') state.running ??= line;
  if (kind !== 'waiting' && kind !== 'terminated') return kind === 'running';
  open(state, { line, kind, ...(state.field && { field: state.field.name }) }, indent);
  return true;
}

function open(state: State, found: Found, indent: number): Item {
  const { container, list } = state;
  const where =
    found.kind === 'pod' ? {} : { ...(list && { list }), ...(container && { container }) };
  state.item = { indent, found: { ...found, ...where } };
  state.items.push(state.item);
  return state.item;
}

/** `name:` stands between `lastState:` and `state:` of its container. */
function nameAll(state: State, name: string): void {
  state.container = name;
  for (const { found } of state.items.slice(state.firstOfElement)) found.container ??= name;
}

const FIELDS: Readonly<Record<string, 'reason' | 'message' | 'exitCode' | 'signal'>> = {
  reason: 'reason',
  message: 'message',
  exitcode: 'exitCode',
  signal: 'signal',
};

function set(state: State, pair: Pair): void {
  const { value, line } = pair;
  const field = Object.hasOwn(FIELDS, pair.key) ? FIELDS[pair.key] : undefined;
  if (field === undefined || value === '') return;
  if (state.item?.indent === -1 && state.item.found[field] !== undefined) state.item = undefined;
  const found = (state.item ?? openFor(state, field, pair))?.found;
  if (!found || found[field] !== undefined) return;
  if (field === 'reason' || field === 'message') found[field] = value;
  const number = wholeNumber(value);
  if (field === 'exitCode' && number !== undefined) found.exitCode = number;
  if (field === 'signal' && number !== undefined && number > 0) {
    found.signal = number;
    found.signalField = true;
  }
  if (field === 'exitCode' || (field === 'reason' && found.exitCode === undefined))
    found.line = line;
}

/** A part of a state without its head, or the Pod's own reason. */
function openFor(state: State, field: string, { line, indent }: Pair): Item | undefined {
  const { status } = state;
  if (status === undefined) {
    const isPart = !state.isDescribed && !state.field && field !== 'message';
    return isPart ? open(state, { line }, -1) : undefined;
  }
  const isPods = status === -1 ? indent === 0 : indent > status && !state.field;
  if (field !== 'reason' || !isPods || state.hasPodReason) return undefined;
  state.hasPodReason = true;
  return open(state, { line, kind: 'pod' }, indent - 1);
}

/** Without quotes, the comma behind it and a brace that opens. */
function plainValue(rest: string): string {
  const bare = rest.replace(/\s*,$/, '').trim();
  if (/^(?:[{[]|[|>][-+]?)$/.test(bare)) return '';
  if (bare.length < 2 || !/^(["']).*\1$/.test(bare)) return bare;
  return bare.slice(1, -1).replace(/\\(["\\/])/g, '$1');
}

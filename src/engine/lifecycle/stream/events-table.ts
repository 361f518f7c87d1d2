/**
 * Events as text: `kubectl get events` (also `-A`, `-o wide`), `kubectl events`, and the Events that
 * `kubectl describe pod` ends with. They tell ages, not dates.
 * Upstream, v1.37.2: printEvent of pkg/printers/internalversion/printers.go, kubectl's
 * pkg/cmd/events/event_printer.go and DescribeEvents of its pkg/describe/describe.go.
 */
import { type Occurrence, type RawEvent, containerOfMessage, containerOfPath } from './events.ts';
import { parseTime } from '../time.ts';

/** What a table says, with what `kubectl describe` says above it. */
export interface EventTable {
  /** `Start Time` of the described Pod, milliseconds since 1970. */
  readonly startTime?: number;
  /** Without the name of an object where the text does not say it. */
  readonly events: readonly RawEvent[];
}

/** Lines that do not look like rows are passed over. */
export function eventTableIn(text: string): EventTable {
  const about = new Map<string, string>();
  const events: RawEvent[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.length > LONGEST) continue;
    const field = FIELD.exec(line);
    if (field) about.set(field[1] ?? '', (field[2] ?? '').trim());
    const cells = line.replace(/[ \t]{2,}/g, '\t').split('\t');
    const isDescribed = cells[0] === '';
    const row = isDescribed ? describedRow(cells.slice(1), about) : listedRow(cells);
    if (row) events.push(event(row));
  }
  const startTime = goTime(about.get('Start Time') ?? '');
  return { ...(startTime !== undefined && { startTime }), events };
}

/** No row that kubectl prints is longer: an Event's message has at most 1 KiB. */
const LONGEST = 4096;
const FIELD = /^(Name|Namespace|Start Time):[ \t]+(\S.*)$/;
const AGE = /^(?:<unknown>|<invalid>|\d[\ddhmsy]*)$/;
const WORD = /^\w+$/;

interface Row {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly when: readonly Occurrence[];
  readonly type: string;
  readonly reason: string;
  readonly source: string;
  readonly path: string;
  readonly message: string;
}

function describedRow(
  [type = '', reason = '', interval = '', ...rest]: readonly string[],
  about: ReadonlyMap<string, string>,
): Row | undefined {
  const when = occurrences(interval);
  if (when === undefined || !WORD.test(type) || !WORD.test(reason)) return undefined;
  const source = rest.length > 1 ? (rest[0] ?? '') : '';
  const said = rest.slice(rest.length > 1 ? 1 : 0).join('  ');
  const path = /^(spec\.\w+\{[^{}]+\}): /.exec(said)?.[1] ?? '';
  return {
    kind: 'Pod',
    namespace: about.get('Namespace') ?? '',
    name: about.get('Name') ?? '',
    when,
    type,
    reason,
    source,
    path,
    message: (path === '' ? said : said.slice(path.length + 2)).trim(),
  };
}

function listedRow(cells: readonly string[]): Row | undefined {
  const first = occurrences(cells[0] ?? '') ? 0 : 1;
  const [interval = '', type = '', reason = '', object = '', ...rest] = cells.slice(first);
  const when = occurrences(interval);
  if (when === undefined || !WORD.test(type) || !WORD.test(reason)) return undefined;
  const [kind = '', name = ''] = object.split('/');
  const [since = '', count = ''] = rest.slice(-3);
  const isWide = rest.length > 4 && AGE.test(since) && /^\d{1,9}$/.test(count);
  const path = isWide && rest[0]?.startsWith('spec.') === true ? rest[0] : '';
  const said = isWide ? rest.slice(path === '' ? 1 : 2, -3) : rest;
  const repeated = isWide ? occurrences(`${interval} (x${count} over ${since})`) : undefined;
  return {
    kind: kind.toLowerCase() === 'pod' ? 'Pod' : kind,
    namespace: first === 0 ? '' : (cells[0] ?? ''),
    name,
    when: repeated ?? when,
    type,
    reason,
    source: isWide ? (rest[path === '' ? 0 : 1] ?? '').replace(/,.*$/, '') : '',
    path,
    message: said.join('  ').trim(),
  };
}

function event({ kind, namespace, name, when, path, ...said }: Row): RawEvent {
  const { type, reason, source, message } = said;
  const container = containerOfPath(path) ?? containerOfMessage(reason, message);
  return {
    ...{ kind, namespace, name, uid: '', type, reason, message, source },
    ...(container !== undefined && { container }),
    occurrences: when,
  };
}

/** `5m`, or `5m (x3 over 10m)`. */
function occurrences(interval: string): readonly Occurrence[] | undefined {
  const [last = '', again] = interval.split(' (', 2);
  if (!AGE.test(last)) return undefined;
  if (again === undefined) return [occurrence(last, 1)];
  const [, times, first = ''] = /^x(\d{1,9}) over (\S+)\)$/.exec(again) ?? [];
  if (times === undefined) return undefined;
  const latest = occurrence(last, Math.max(1, Number(times)));
  return latest.count > 1 && first !== last ? [occurrence(first, 1), latest] : [latest];
}

function occurrence(age: string, count: number): Occurrence {
  const ago = parseAge(age);
  return ago === undefined ? { count } : { ago, count };
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  y: 31_536_000_000,
};

/** `5m30s` and the like in milliseconds: the inverse of `age`. */
export function parseAge(text: string): number | undefined {
  if (!/^(?:\d{1,6}[smhdy]){1,3}$/.test(text)) return undefined;
  const parts = text.match(/\d+[smhdy]/g) ?? [];
  return parts.reduce(
    (sum, part) => sum + Number(part.slice(0, -1)) * (UNITS[part.slice(-1)] ?? 0),
    0,
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const RFC1123Z = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

/** `Mon, 23 Nov 2026 13:02:43 +0000`, as kubectl describes dates. */
function goTime(text: string): number | undefined {
  const parts = RFC1123Z.exec(text);
  if (!parts) return undefined;
  const [, day = '', month = '', year = '', clock = '', hours = '', minutes = ''] = parts;
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return parseTime(`${year}-${number}-${day}T${clock}${hours}:${minutes}`);
}

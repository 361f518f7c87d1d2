import {
  type Env,
  findInSlices,
  likeliest,
  NEW_WORLD,
  type NftDump,
  type Outcome,
  type Packet,
  readEnvText,
  readPacketLine,
  summaryOf,
  tracePacket,
} from '../../engine/netfilter/index.ts';
import { shareText } from '../../engine/share.ts';
import type { Tone } from '../../ui/editor.tsx';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair, say } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Input } from '../define.ts';
import { againAfter, type Origin, originsOf, packetText, replyTo } from './flow.ts';
import { type KernelView, kernelView } from './kernel.ts';
import { words, type Words } from './messages.ts';
import { type Reading, readingOf } from './reading.ts';
import { said, verdicts } from './said.ts';
import { type WalkView, walkView } from './walked.ts';

export interface PacketWalkInput extends Input {
  /** `udp 10.244.1.7:40000 -> 10.96.0.10:53 in cni0`. */
  readonly packet: string;
  /** YAML: localIPs, interfaces, routes, ipsets, recent, limits. */
  readonly env: string;
  /** Which packet of the flow: empty for the first, `reply`, `next` for the one after the reply. */
  readonly part: string;
  /** Which of the ways that the first packet can go, from 0. */
  readonly way: string;
  /** `1`: the rules that did not match are listed too. */
  readonly tried: string;
  readonly find: string;
  /** What xtables-monitor, nft monitor trace or the kernel's log told of packets. */
  readonly kernel: string;
}

export interface WayView {
  readonly chance: string;
  readonly tone: Tone;
  readonly says: Pair;
  readonly destination: string;
  readonly source: string;
  readonly out: string;
  readonly mark: string;
}

/** Lines of the text with the columns to look at: three numbers each, for there may be thousands. */
export type LineCells = readonly number[];

export type MarkView = Pick<Finding, 'line' | 'tone'>;

export interface PacketWalkAnswer {
  readonly words: Words;
  /** Characters of the text it belongs to: lists of lines are taken from the text. */
  readonly size: number;
  readonly stats: Pair;
  readonly notes: readonly Pair[];
  readonly problems: readonly Finding[];
  readonly envProblems: readonly Finding[];
  readonly packetProblem?: Pair;
  readonly origins: readonly Origin[];
  readonly parts: readonly (readonly [value: string, title: Pair])[];
  readonly wayHead: readonly Pair[];
  /** Of the first packet. */
  readonly ways: readonly WayView[];
  readonly chosen: number;
  /** The packet that is followed, where it is not the one that was stated. */
  readonly packet?: string;
  /** The end of the walk, cell by cell; what ended it beside the rules has no value. */
  readonly end: readonly (readonly [what: Pair, value: string, note?: Pair])[];
  readonly verdict?: WayView;
  readonly walk?: WalkView;
  readonly tried?: LineCells;
  readonly found?: LineCells;
  readonly heat?: { readonly cells: string; readonly busiest: LineCells };
  /** Lines of the dump to mark beside those of the walk's steps. */
  readonly marks: readonly MarkView[];
  readonly kernel?: KernelView;
  readonly summary: string;
}

const MOST_WAYS = 40;
const MOST_PROBLEMS = 20;
const MOST_FOUND = 5_000;

export function* answer(input: PacketWalkInput): Generator<unknown, PacketWalkAnswer> {
  const reading = yield* readingOf(input.input);
  const env = readEnvText(input.env);
  const { value: packet, problems: packetProblems } = readPacketLine(input.packet);
  const [packetProblem] = packetProblems;
  yield;
  const found =
    'family' in reading.dump
      ? yield* findInSlices(reading.dump, input.find)
      : linesWith(reading.dump, input.find);
  const flow =
    packet && reading.dump.tables.length > 0 && followed(reading, env.value, packet, input);
  const notes = [
    ...dumpNotes(input, reading),
    ...(flow ? flow.notes : []),
    ...(found.length > MOST_FOUND ? [fill(said.moreFound, { count: MOST_FOUND })] : []),
  ];
  const { heat } = reading;
  const view = dumpView(input, reading);
  const walk = flow ? flow.view.walk : undefined;
  return {
    words,
    size: input.input.length,
    ...view,
    marks: [
      ...[...view.problems, ...(walk?.notes ?? [])].map(({ line, tone }) => ({ line, tone })),
      // Nothing to see there, but the list links to it.
      ...(heat?.busiest ?? []).map((line): MarkView => ({ line, tone: 'info' })),
    ],
    notes,
    envProblems: env.problems.map(problemFinding),
    ...(packetProblem && {
      packetProblem: sentence(packetProblem.code, packetProblem.params),
    }),
    origins: packet ? originsOf(input.packet, packet, env.value) : [],
    parts: [
      ['', said.first],
      ['reply', said.reply],
      ['next', said.next],
    ],
    wayHead: [words.chance, words.verdict, words.to, words.from, words.out, words.mark],
    ways: [],
    chosen: 0,
    end: [],
    ...(flow ? flow.view : {}),
    ...(input.find.trim() !== '' && { found: cellsOf(found.slice(0, MOST_FOUND)) }),
    ...(heat && { heat: { cells: heat.cells, busiest: cellsOf(heat.busiest) } }),
    ...(input.kernel.trim() !== '' &&
      'family' in reading.dump && {
        kernel: kernelView(input.kernel, reading.dump, env.value),
      }),
    summary: flow ? summaryOf(flow.told) : input.input.trim() === '' ? '' : 'problem',
  };
}

/** Of nftables the words are looked for: sets and maps stand by themselves. */
function linesWith({ lines }: NftDump, query: string): readonly number[] {
  const word = query.trim().toLowerCase();
  return lines.flatMap((line, index) =>
    word !== '' && line.toLowerCase().includes(word) ? [index + 1] : [],
  );
}

function cellsOf(lines: readonly number[]): LineCells {
  return lines.flatMap((line) => [line, 0, 0]);
}

function dumpView({ input }: PacketWalkInput, { dump, rules, chains }: Reading) {
  return {
    stats: fill(said.stats, {
      rules,
      chains,
      tables: dump.tables.map(({ name }) => name).join(' '),
    }),
    problems: dump.problems.slice(0, input.trim() === '' ? 0 : MOST_PROBLEMS).map(problemFinding),
  };
}

function dumpNotes({ input, env }: PacketWalkInput, { dump }: Reading): readonly Pair[] {
  if (input.trim() === '') return [said.empty];
  if (dump.tables.length === 0) return [said.noTables];
  const more = dump.problems.length - MOST_PROBLEMS;
  const example = 'localIPs: [192.168.10.10], routes: [default via 192.168.10.1 dev eth0]';
  return [
    ...(more > 0 ? [fill(said.moreProblems, { count: more })] : []),
    ...(env.trim() === '' ? [fill(said.nothingStated, { example })] : []),
  ];
}

type FlowView = Pick<
  PacketWalkAnswer,
  'ways' | 'chosen' | 'packet' | 'end' | 'verdict' | 'walk' | 'tried'
>;

interface Followed {
  readonly view: FlowView;
  readonly notes: readonly Pair[];
  /** What the summary tells of. */
  readonly told: readonly Outcome[];
}

function followed(reading: Reading, env: Env, packet: Packet, input: PacketWalkInput): Followed {
  const { dump } = reading;
  const all = input.tried === '1';
  const outcomes = tracePacket(dump, env, packet, NEW_WORLD, {
    all: all && input.part === '',
  });
  const chosen = Math.min(
    Math.max(0, Math.trunc(Number(input.way)) || 0),
    Math.min(outcomes.length, MOST_WAYS) - 1,
  );
  const rest = outcomes.slice(MOST_WAYS);
  const share = rest.reduce((sum, { probability }) => sum + probability, 0);
  const notes =
    rest.length > 0 ? [fill(said.moreWays, { count: rest.length, share: shareText(share) })] : [];
  const ways = outcomes.slice(0, MOST_WAYS).map(wayView);
  const first = outcomes[chosen];
  const later = first && laterPacket(reading, env, packet, first, input.part, all);
  if (later && 'why' in later) {
    return { view: { ways, chosen, end: [] }, notes: [...notes, later.why], told: outcomes };
  }
  const shown = later ? likeliest(later.outcomes) : first;
  if (!shown) return { view: { ways, chosen, end: [] }, notes, told: outcomes };
  const of = later?.packet ?? packet;
  return {
    view: {
      ways,
      chosen,
      ...(later && { packet: packetText(later.packet) }),
      end: endOf(of, shown),
      verdict: wayView(shown),
      walk: walkView(dump, reading.heat, of, shown),
      ...(all && {
        tried: shown.examined.flatMap(({ line, failed }) => [line, failed.start, failed.end]),
      }),
    },
    notes:
      later && later.outcomes.length > 1
        ? [...notes, fill(said.likeliest, { count: later.outcomes.length })]
        : notes,
    told: later?.outcomes ?? outcomes,
  };
}

type Later =
  { readonly packet: Packet; readonly outcomes: readonly Outcome[] } | { readonly why: Pair };

/** The reply to the first packet's way, or the packet after the reply; undefined: the first itself. */
function laterPacket(
  { dump }: Reading,
  env: Env,
  packet: Packet,
  first: Outcome,
  part: string,
  all: boolean,
): Later | undefined {
  if (part !== 'reply' && part !== 'next') return undefined;
  if (first.verdict !== 'accept') return { why: said.noReply };
  const reply = replyTo(packet, first);
  if (!reply) return { why: said.replyWhence };
  const back = tracePacket(dump, env, reply, first.world, { all: all && part === 'reply' });
  if (part === 'reply') return { packet: reply, outcomes: back };
  const next = againAfter(packet);
  const world = likeliest(back)?.world ?? first.world;
  return { packet: next, outcomes: tracePacket(dump, env, next, world, { all }) };
}

function wayView({ probability, verdict, destination, source, out, mark }: Outcome): WayView {
  return {
    chance: shareText(probability),
    tone: TONES[verdict],
    says: verdicts[verdict],
    destination,
    source,
    out: out ?? '–',
    mark,
  };
}

const TONES = { accept: 'good', drop: 'bad', reject: 'bad', unknown: 'warn' } as const;

type Cell = PacketWalkAnswer['end'][number];

function endOf(packet: Packet, outcome: Outcome): readonly Cell[] {
  const { verdict, rejectWith, destination, source, socketSource, out, mark } = outcome;
  const [, stated = '', , goal = ''] = packetText(packet).split(' ');
  const cell = (what: Pair, now: string, before: string): Cell =>
    now === before ? [what, now, said.kept] : [what, now];
  const from: Cell =
    socketSource === undefined
      ? cell(words.from, source, stated)
      : [words.from, source, fill(said.socket, { source: socketSource })];
  return [
    ...(rejectWith === undefined ? [] : [[words.answered, rejectWith] satisfies Cell]),
    cell(words.to, destination, goal),
    from,
    ...(verdict === 'accept' ? [[words.out, out ?? '?'] satisfies Cell] : []),
    [words.mark, mark],
    ...whyOf(outcome).map((why): Cell => [why, '']),
  ];
}

/** What ended the walk beside the rules. */
function whyOf({ lost, unknown }: Outcome): readonly Pair[] {
  if (lost) return [sentence(lost)];
  if (unknown?.line !== 0) return [];
  const [zh, en] = sentence(unknown.why.code, unknown.why.params);
  return [[say(said.unknownRoute, 'zh', { why: zh }), say(said.unknownRoute, 'en', { why: en })]];
}

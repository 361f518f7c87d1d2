/** A pasted kernel trace beside what is predicted. */
import {
  type Compared,
  type Dump,
  type Env,
  readTrace,
  type TraceEvent,
  walkRecorded,
} from '../../engine/netfilter/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { packetText } from './flow.ts';
import { said } from './said.ts';

export interface KernelView {
  readonly problems: readonly Finding[];
  readonly head: readonly (Pair | string)[];
  readonly packets: readonly KernelPacket[];
}

interface KernelPacket {
  /** The packet, and whether the kernel did what is predicted. */
  readonly says: Pair;
  /** Index of the first row that differs. */
  readonly differs: number;
  readonly rows: readonly (readonly [sign: string, kernel: string, predicted: string])[];
}

const MOST_PACKETS = 10;
const MOST_ROWS = 200;
const MOST_PROBLEMS = 20;

export function kernelView(text: string, dump: Dump, env: Env): KernelView {
  const { packets, problems } = readTrace(text, dump);
  const compared = walkRecorded(dump, env, packets, [], {});
  const more = compared.length - MOST_PACKETS;
  return {
    problems: problems.slice(0, MOST_PROBLEMS).map(problemFinding),
    head: ['', said.kernelDid, said.predicted],
    packets: [
      ...compared.slice(0, MOST_PACKETS).map(packetView),
      ...(more > 0
        ? [{ says: fill(said.morePackets, { count: more }), differs: -1, rows: [] }]
        : []),
    ],
  };
}

function packetView({ packet, recorded, comparison }: Compared): KernelPacket {
  const { rows, difference } = comparison;
  const told = [
    difference === undefined ? said.sameAsKernel : said.differsFromKernel,
    ...recorded.assumptions.map((code) => sentence(code, { proto: packet.proto })),
  ];
  const half = (index: 0 | 1) =>
    [packetText(packet), ...told.map((pair) => pair[index])].join(' · ');
  return {
    says: [half(0), half(1)],
    differs: difference ?? -1,
    rows: rows
      .slice(0, MOST_ROWS)
      .map(({ kernel, predicted, same }) => [
        same ? '=' : '≠',
        eventText(kernel),
        eventText(predicted),
      ]),
  };
}

/** `nat/KUBE-SERVICES/7 JUMP KUBE-SVC-X`; `4|6` where the trace leaves open which. */
function eventText(event: TraceEvent | undefined): string {
  if (!event) return '–';
  const { kind, table, chain, numbers, verdict, to = '' } = event;
  const number = kind === 'rule' ? numbers.join('|') || '?' : kind;
  return `${table}/${chain}/${number} ${verdict} ${to}`.trim();
}

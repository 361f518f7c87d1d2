/** Compares packets traced through a dump with what a Linux kernel did with them (tests/fixtures/README.md). */
import { isDeepStrictEqual } from 'node:util';
import {
  type Dump,
  type Env,
  looksLikeNft,
  NEW_WORLD,
  type NftDump,
  type Outcome,
  type Packet,
  parseDump,
  parseNft,
  readEnv,
  readPackets,
  tracePacket,
  type World,
  worldAfter,
} from '../../src/engine/netfilter/index.ts';

interface SeenOutcome {
  readonly probability?: number;
  readonly verdict: string;
  readonly rejectWith?: string;
  readonly destination?: string;
  readonly source?: string;
  readonly out?: string;
  readonly masqueradeRule?: boolean;
  readonly mark: string;
  readonly steps: readonly string[];
}

export interface TracedDump {
  readonly id: string;
  readonly dump: string;
  readonly env: object;
  /** What kube-proxy learnt from the machine; of generic dumps the environment has it. */
  readonly node?: { readonly interfaces: readonly object[] };
  readonly expected: {
    readonly flows?: readonly (readonly (SeenOutcome & { readonly packet: object })[])[];
    readonly packets?: readonly {
      readonly packet: object;
      readonly outcomes: readonly SeenOutcome[];
    }[];
  };
}

export interface TraceFile {
  readonly items: readonly TracedDump[];
}

export interface TraceVerdict {
  readonly id: string;
  readonly difference?: { readonly want: unknown; readonly have: unknown };
}

/** One verdict per packet; packets of one flow follow one another, flows of one dump too. */
export function traceVerdicts(item: TracedDump): readonly TraceVerdict[] {
  const isNft = looksLikeNft(item.dump);
  const dump = isNft ? parseNft(item.dump) : parseDump(item.dump);
  const { value: env } = readEnv({ ...item.env, ...item.node });
  const { flows, packets = [] } = item.expected;
  if (!flows) {
    return packets.map(({ packet, outcomes }, index) => {
      const have = trace(dump, env, packet, NEW_WORLD);
      return verdict(`${item.id}-${index}`, outcomes, have, isNft);
    });
  }
  const sent = flows.flat();
  let world: World = NEW_WORLD;
  return sent.map(({ packet, ...outcome }, index) => {
    const have = trace(dump, env, packet, world);
    const next = sent[index + 1];
    world = worldAfter(have, next && packetOf(next.packet));
    return verdict(`${item.id}-${index}`, [outcome], have, isNft);
  });
}

/** A packet as a fixture states it. */
export function packetOf(stated: object): Packet {
  const { value, problems } = readPackets([stated]);
  const packet = value.flows[0]?.[0];
  if (!packet) throw new Error(`No packet: ${JSON.stringify([stated, problems])}`);
  return packet;
}

function trace(dump: Dump | NftDump, env: Env, packet: object, world: World): readonly Outcome[] {
  return tracePacket(dump, env, packetOf(packet), world);
}

function verdict(
  id: string,
  wanted: readonly SeenOutcome[],
  had: readonly Outcome[],
  isNft: boolean,
): TraceVerdict {
  const want = wanted.map(seen);
  const have = had.map((outcome) =>
    seen({
      ...outcome,
      steps: outcome.steps.map(({ table, chain, number }) =>
        isNft ? `${chain} ${number}` : `${table}/${chain}/${number}`,
      ),
    }),
  );
  // What the recording does not hold is not compared.
  const asked = have.map((each, index) => only(each, want[index] ?? {}));
  return isDeepStrictEqual(asked, want) ? { id } : { id, difference: { want, have: asked } };
}

/** Addresses of what was delivered; ports after SNAT are the kernel's choice. */
function seen(outcome: SeenOutcome): object {
  const {
    probability,
    verdict: what,
    rejectWith,
    destination,
    source,
    out,
    masqueradeRule,
    mark,
    steps,
  } = outcome;
  return {
    ...(probability !== undefined && { probability: probability.toFixed(6) }),
    what,
    ...(rejectWith !== undefined && { rejectWith }),
    ...(what === 'accept' && { destination: address(destination), source: address(source), out }),
    ...(masqueradeRule !== undefined && { masqueradeRule }),
    mark: Number(mark),
    steps,
  };
}

function only(from: object, like: object): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => Object.hasOwn(like, key)));
}

function address(text = ''): string {
  return (
    /^\[(.*)\]:\d+$/.exec(text)?.[1] ?? (/^[^:]*:\d+$/.test(text) ? text.replace(/:.*/, '') : text)
  );
}

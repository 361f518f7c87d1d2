/**
 * A node made of network namespaces, and packets through it:
 *   world (w0) --- eth0 [node] cni0 --- (p0) pod
 * World and pod have no addresses and ask for none, so nothing there answers. Nothing here sleeps: behind
 * every packet goes another of a protocol that nobody uses, and when the kernel has traced that one, it is
 * done with the packet.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Packet } from '../../src/engine/netfilter/index.ts';
import { type Numbers, numbersOf, type TraceMessage, traceMessage } from './netlink.ts';
import { bytesOf, FENCE } from './packets.ts';

export const ADDRESSES = ['192.168.10.10/24', '2001:db8:10::10/64'] as const;
export const POD_ADDRESSES = ['10.244.1.1/24', 'fd00:10:244:1::1/64'] as const;

export interface Lab {
  /** Loads the rules in place of those before. */
  readonly load: (dump: string, v6: boolean) => Promise<void>;
  /** Sends the packet: what is traced of it, and of what the node sends because of it. */
  readonly send: (packet: Packet, id: number) => Promise<Seen>;
  readonly close: () => void;
}

export interface Seen {
  /** The kernel's own messages. */
  readonly messages: readonly TraceMessage[];
  /** What xtables-monitor printed; undefined for IPv6, and where it has given up. */
  readonly text: string | undefined;
}

/** Lines of a program, waited for one by one. */
class Lines {
  readonly #lines: string[] = [];
  #wake: (() => void) | undefined;
  ended = false;

  constructor(child: ChildProcess) {
    if (!child.stdout) throw new Error('no output');
    createInterface(child.stdout).on('line', (line) => {
      this.#lines.push(line);
      this.#wake?.();
    });
    child.on('exit', () => {
      this.ended = true;
      this.#wake?.();
    });
  }

  /** Everything up to the line that `ends`; undefined when it does not come in time, or the program ends. */
  async until(ends: (line: string) => boolean, ms: number): Promise<string[] | undefined> {
    const until = Date.now() + ms;
    for (let at = 0; ;) {
      for (; at < this.#lines.length; at++) {
        const line = this.#lines[at] ?? '';
        if (ends(line)) return this.#lines.splice(0, at + 1);
      }
      const left = until - Date.now();
      if (left <= 0 || this.ended) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

const PATIENCE_MS = 5000;

export async function openLab(): Promise<Lab> {
  const [node, world, pod] = ['n', 'w', 'p'].map((end) => `ln${process.pid}${end}`) as [
    string,
    string,
    string,
  ];
  const children: ChildProcess[] = [];
  const close = () => {
    for (const child of children) child.kill();
    for (const name of [node, world, pod]) spawnSync('ip', ['netns', 'del', name]);
  };
  process.once('exit', close);
  try {
    shell(setUp(node, world, pod));
    const wire = spawn('python3', [`${import.meta.dirname}/wire.py`, node, world, pod], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(wire);
    const heard = new Lines(wire);
    await must(heard.until((line) => line === 'ready', PATIENCE_MS));
    const say = (line: string) => wire.stdin.write(`${line}\n`);
    let fences = 0;
    let numbers: Numbers = new Map();
    const fence = (v6: boolean) => {
      // An IPv4 packet has 16 bits for it; it need not be new for ever.
      const id = 50_000 + (++fences % 10_000);
      say(`send eth0 ${bytesOf(v6 ? FENCE_6 : FENCE_4, id).toString('hex')}`);
      return id;
    };
    const watch = async () => {
      const args = ['netns', 'exec', node, 'stdbuf', '-oL', 'xtables-monitor', '-4', '--trace'];
      const monitor = spawn('ip', args, { stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(monitor);
      const lines = new Lines(monitor);
      // It does not say when it is ready: packets are sent until it shows one.
      for (let tries = 0; tries < 100; tries++) {
        const id = fence(false);
        if (await lines.until(shows(id), 50)) return lines;
      }
      throw new Error('xtables-monitor shows nothing');
    };
    let watched: Lines | undefined;
    const printed = async (id: number) => {
      const lines = await watched?.until(shows(id), PATIENCE_MS);
      // It ends when messages come faster than it prints them: its buffer cannot be made larger.
      if (!lines || watched?.ended) watched = undefined;
      return lines?.join('\n');
    };
    return {
      close,
      async load(dump, v6) {
        const tool = v6 ? 'ip6tables-nft-restore' : 'iptables-nft-restore';
        const { status, stderr } = spawnSync('ip', ['netns', 'exec', node, tool], {
          input: dump,
          encoding: 'utf8',
        });
        if (status !== 0) throw new Error(`${tool}: ${stderr}\n${dump}`);
        say(`rules ${v6 ? 10 : 2}`);
        const rules = await must(heard.until((line) => line === 'done', PATIENCE_MS));
        numbers = numbersOf(ofKind(rules, 'rule'));
      },
      async send({ in: from = '-', ...rest }, id) {
        const v6 = rest.src.length === 4;
        if (!v6) watched ??= await watch();
        say(`send ${from} ${bytesOf(rest, id).toString('hex')}`);
        const end = fence(v6);
        const isFence = (line: string) => {
          if (!line.startsWith('trace ')) return false;
          return idOf(traceMessage(line.slice('trace '.length), numbers)) === end;
        };
        const lines = await must(heard.until(isFence, PATIENCE_MS));
        const messages = ofKind(lines, 'trace').map((hex) => traceMessage(hex, numbers));
        return { messages, text: v6 ? undefined : await printed(end) };
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

const FENCE_4: Packet = { src: [0xc0a80a02], dst: [0xc0a80a0a], proto: String(FENCE) };
const FENCE_6: Packet = {
  src: [0x20010db8, 0x00100000, 0, 2],
  dst: [0x20010db8, 0x00100000, 0, 0x10],
  proto: String(FENCE),
};

/** The identification or flow label that the packet was sent with. */
export function idOf({ header }: TraceMessage): number | undefined {
  if (!header) return undefined;
  return (header[0] ?? 0) >>> 4 === 6 ? header.readUInt32BE() & 0xfffff : header.readUInt16BE(4);
}

/** The last line about a fence: the rule that ends it. */
function shows(id: number): (line: string) => boolean {
  let trace: string | undefined;
  return (line) => {
    const [, packet, number] = /^PACKET: 2 (\w+) .* ID=(\d+)/.exec(line) ?? [];
    if (number === String(id)) trace = packet;
    return trace !== undefined && line.startsWith(` TRACE: 2 ${trace} `) && line.includes(':DROP ');
  };
}

function ofKind(lines: readonly string[], kind: string): readonly string[] {
  return lines
    .filter((line) => line.startsWith(`${kind} `))
    .map((line) => line.slice(kind.length + 1));
}

async function must<Value>(waited: Promise<Value | undefined>): Promise<Value> {
  const value = await waited;
  if (value === undefined) throw new Error('the kernel’s answer did not come');
  return value;
}

function setUp(node: string, world: string, pod: string): string {
  const quiet = [world, pod].map(
    (name) => `ip netns exec ${name} sh -c "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6"`,
  );
  const add = (device: string, addresses: readonly string[]) =>
    addresses.map(
      (each) => `ip -n ${node} addr add ${each} dev ${device}${each.includes(':') ? ' nodad' : ''}`,
    );
  return [
    'set -e',
    ...[node, world, pod].map((name) => `ip netns add ${name}`),
    ...quiet,
    `ip -n ${node} link add eth0 address 02:00:00:00:00:01 type veth peer name w0 netns ${world} address 02:00:00:00:00:02`,
    `ip -n ${node} link add cni0 address 02:00:00:00:01:01 type veth peer name p0 netns ${pod} address 02:00:00:00:01:02`,
    `ip netns exec ${node} sh -c 'cd /proc/sys/net; echo 1 > ipv4/ip_forward; echo 1 > ipv6/conf/all/forwarding; for f in all eth0 cni0; do echo 0 > ipv4/conf/$f/rp_filter; echo 0 > ipv4/conf/$f/send_redirects; done; echo 0 > ipv4/icmp_ratelimit'`,
    `ip -n ${node} link set lo up`,
    ...['eth0', 'cni0'].map((device) => `ip -n ${node} link set ${device} arp off up`),
    `ip -n ${world} link set w0 up`,
    `ip -n ${pod} link set p0 up`,
    ...add('eth0', ADDRESSES),
    ...add('cni0', POD_ADDRESSES),
    `ip -n ${node} route add default dev eth0`,
    `ip -n ${node} -6 route add default dev eth0 metric 512`,
  ].join('\n');
}

function shell(text: string): void {
  const { status, stderr } = spawnSync('sh', { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/**
 * What is odd about the table kube-proxy of nftables: chains that lead nowhere, and rules that the proxier of
 * v1.37.2 does not write. A dump of nft is checked by nft itself when it is loaded: no jump can be without its
 * chain there, unless lines were lost on the way.
 */
import type { NftChain, NftRule, NftTable, Statement } from '../netfilter/index.ts';
import { fault, portFaults } from './dump-faults.ts';
import { type Finding, type OpenPort, serviceOf } from './dump-model.ts';
import { nftServiceChain } from './from-nft.ts';

export function nftFaultsIn(
  table: NftTable,
  ports: ReadonlyMap<string, OpenPort>,
): readonly Finding[] {
  const owner = (chain: string): string | undefined => {
    const port = ports.get(nftServiceChain(chain)?.path ?? '');
    return port && serviceOf(port);
  };
  const jumps = new Map<string, number>();
  const note = (to: string, line: number): void => {
    if (to !== '' && !jumps.has(to)) jumps.set(to, line);
  };
  for (const { rules } of table.chains.values()) {
    for (const { statements, line } of rules) {
      for (const one of statements) for (const to of targetsOf(one)) note(to, line);
    }
  }
  for (const { elements } of table.sets.values()) {
    for (const { verdict, line } of elements) note(verdict?.chain ?? '', line);
  }
  const found: Finding[] = [];
  for (const [chain, line] of jumps) {
    const known = table.chains.get(chain);
    if (known === undefined) found.push(fault('dump-chain-missing', { chain }, line, owner(chain)));
    else if (known.rules.length === 0) {
      found.push(fault('dump-chain-empty', { chain }, line, owner(chain)));
    }
  }
  for (const chain of table.chains.values()) {
    const isJumped = jumps.has(chain.name);
    found.push(...chainFaults(chain, isJumped, owner(chain.name)));
  }
  return [...found, ...[...ports.values()].flatMap(portFaults)];
}

function targetsOf(statement: Statement): readonly string[] {
  if (statement.op === 'verdict') return [statement.verdict.chain];
  if (statement.op !== 'draw' && statement.op !== 'vmap') return [];
  return 'elements' in statement.map
    ? statement.map.elements.map(({ verdict }) => verdict?.chain ?? '')
    : [];
}

function chainFaults(
  chain: NftChain,
  isJumped: boolean,
  service: string | undefined,
): readonly Finding[] {
  const { name, line, rules, base } = chain;
  const own = nftServiceChain(name);
  const shapes = SHAPES.get(own?.kind ?? (base === undefined ? name : BASE));
  if (shapes === undefined)
    return [fault('dump-chain-foreign', { chain: name }, line, service, 'note')];
  const leads = (...ops: readonly Statement['op'][]): boolean =>
    rules.some(({ statements }) => statements.some(({ op }) => ops.includes(op)));
  const isPool = own?.kind === 'service' || own?.kind === 'local';
  const isBare = rules.length > 0 && isPool && !leads('dnat', 'draw');
  const isEndless = rules.length > 0 && own?.kind === 'endpoint' && !leads('dnat');
  return [
    ...(isBare ? [fault('dump-no-endpoints', { chain: name }, line, service)] : []),
    ...(isEndless ? [fault('dump-no-dnat', { chain: name }, line, service)] : []),
    // A chain that is no longer used is deleted a while later, so that nothing can jump to it meanwhile.
    ...(own !== undefined && !isJumped
      ? [fault('dump-chain-unused', { chain: name }, line, service, 'note')]
      : []),
    ...rules
      .filter((rule) => !shapes.includes(shapeOf(rule)))
      .map((rule) =>
        fault('dump-rule-foreign', { chain: name, rule: rule.number }, rule.line, service),
      ),
  ];
}

/** What the statements of a rule do, one after another. */
function shapeOf({ statements }: NftRule): string {
  return statements
    .filter(({ op }) => op !== 'counter')
    .map((one) => {
      if (one.op !== 'match' && one.op !== 'vmap') return one.op;
      const fields = one.left.map(({ field }) => field).join('.');
      return `${one.op}:${fields}`;
    })
    .join(' ');
}

const BASE = 'base';
const DESTINATION = 'daddr.l4proto.dport';

/** Source addresses and interfaces tell Pods. */
const POOL = ['match:l4proto dnat', 'dnat', 'match:saddr verdict', 'draw'];

const SHAPES: ReadonlyMap<string, readonly string[]> = new Map([
  [BASE, ['match:ct-state verdict', 'verdict']],
  [
    'masquerading',
    [
      'match:mark set-mark masquerade',
      'match:ct-status match:saddr.daddr.l4proto.dport masquerade',
    ],
  ],
  ['cluster-ips-check', ['match:daddr reject', 'match:daddr verdict']],
  ['service-endpoints-check', [`vmap:${DESTINATION}`]],
  ['nodeport-endpoints-check', ['match:daddr vmap:l4proto.dport']],
  ['firewall-check', [`vmap:${DESTINATION}`]],
  [
    'services',
    [
      'match:daddr set-mark',
      'match:daddr match:saddr set-mark',
      'match:daddr match:iifname set-mark',
      `vmap:${DESTINATION}`,
      'match:fib-daddr-type match:daddr vmap:l4proto.dport',
      'match:daddr vmap:l4proto.dport',
    ],
  ],
  ['reject-chain', ['reject']],
  ['localhost-nodeport-reject-tcp', ['reject']],
  ['localhost-nodeport-reject-udp', ['reject']],
  ['localhost-nodeport-reject-sctp', ['reject']],
  ['service', POOL],
  ['local', POOL],
  [
    'external',
    [
      'match:saddr verdict',
      'match:iifname verdict',
      'match:fib-saddr-type set-mark',
      'match:fib-saddr-type verdict',
      'set-mark',
      'verdict',
    ],
  ],
  ['firewall', ['match:saddr verdict']],
  ['endpoint', ['update match:l4proto dnat', 'update', 'match:l4proto dnat', 'dnat']],
]);

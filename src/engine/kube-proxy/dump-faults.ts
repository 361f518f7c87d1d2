/** What is odd about kube-proxy's chains in a dump, without anything to compare them with. */
import type { Chain, Dump, Rule, Table } from '../netfilter/index.ts';
import { inPercent } from '../share.ts';
import type { Finding, FindingCode, FoundPort, OpenPort } from './dump-model.ts';
import { serviceOf } from './dump-model.ts';
import { serviceChain } from './dump-rule.ts';
import { missingJumps, oddity, oldChain, sortOf } from './dump-shapes.ts';
import { hashName } from './sha256.ts';

export function faultsIn(dump: Dump, ports: ReadonlyMap<string, OpenPort>): readonly Finding[] {
  const tables = dump.tables.filter(({ name }) => name === 'nat' || name === 'filter');
  if (isIpvs(tables)) return [fault('dump-is-ipvs', {}, 0, undefined, 'note')];
  const chains = tables.flatMap((table) => chainFaults(table, ports));
  return [
    ...tables.flatMap(jumpFaults),
    ...chains,
    ...[...ports.values()].flatMap(portFaults),
    ...hashFaults(ports),
    ...mixtures(tables, chains),
  ];
}

export function isIpvs(tables: readonly Table[]): boolean {
  const nat = tables.find(({ name }) => name === 'nat');
  if (nat === undefined || !nat.chains.has('KUBE-LOAD-BALANCER')) return false;
  return ![...nat.chains.keys()].some((name) => serviceChain(name) !== undefined);
}

export function fault(
  code: FindingCode,
  params: Finding['params'],
  line: number,
  service?: string,
  level: Finding['level'] = 'fault',
): Finding {
  return { code, params, line, service, level };
}

function jumpFaults(table: Table): readonly Finding[] {
  return missingJumps(table).map(({ chain: { name, line }, to }) =>
    fault('dump-jump-missing', { table: table.name, chain: name, to }, line),
  );
}

function isOurs(chain: string): boolean {
  return chain.startsWith('KUBE-');
}

function chainFaults(table: Table, ports: ReadonlyMap<string, OpenPort>): readonly Finding[] {
  const found: Finding[] = [];
  const jumped = new Map<string, Rule>();
  for (const { rules } of table.chains.values()) {
    for (const rule of rules) {
      const to = rule.target?.name ?? '';
      if (isOurs(to) && !jumped.has(to)) jumped.set(to, rule);
    }
  }
  const owner = (chain: string): string | undefined => {
    const port = ports.get(serviceChain(chain)?.hash ?? '');
    return port && serviceOf(port);
  };
  const ownerOf = (rule: Rule): string | undefined =>
    owner(rule.target?.name ?? '') ?? owner(rule.chain);
  for (const [chain, rule] of jumped) {
    const known = table.chains.get(chain);
    if (known === undefined) {
      found.push(fault('dump-chain-missing', { chain }, rule.line, ownerOf(rule)));
    } else if (known.rules.length === 0 && serviceChain(chain) !== undefined) {
      found.push(fault('dump-chain-empty', { chain }, rule.line, ownerOf(rule)));
    }
  }
  for (const chain of table.chains.values()) {
    if (!isOurs(chain.name)) continue;
    found.push(...ownFaults(chain, table, jumped.has(chain.name), owner(chain.name)));
  }
  return found;
}

function ownFaults(
  chain: Chain,
  { name: table }: Table,
  isJumped: boolean,
  service: string | undefined,
): readonly Finding[] {
  const { name, line, rules } = chain;
  const sort = sortOf(table, name);
  if (sort === 'old') {
    const until = oldChain(name) ?? '';
    return [fault('dump-chain-old', { chain: name, until }, line, service, 'note')];
  }
  if (sort === 'foreign')
    return [fault('dump-chain-foreign', { chain: name }, line, undefined, 'note')];
  if (sort === 'others' || sort === 'ipvs') return [];
  const kind = serviceChain(name)?.kind;
  const leads = (to: (target: string) => boolean): boolean =>
    rules.some(({ target }) => to(target?.name ?? ''));
  const isPool = kind === 'SVC' || kind === 'SVL';
  const isBare = rules.length > 0 && isPool && !leads((to) => serviceChain(to)?.kind === 'SEP');
  const isEndless = rules.length > 0 && kind === 'SEP' && !leads((to) => to === 'DNAT');
  return [
    ...(isBare ? [fault('dump-no-endpoints', { chain: name }, line, service)] : []),
    ...(isEndless ? [fault('dump-no-dnat', { chain: name }, line, service)] : []),
    ...(kind !== undefined && !isJumped
      ? [fault('dump-chain-unused', { chain: name }, line, service, 'note')]
      : []),
    ...rules.flatMap((rule) => ruleFaults(rule, service)),
    ...lastFaults(chain, table),
  ];
}

function ruleFaults(rule: Rule, service: string | undefined): readonly Finding[] {
  const odd = oddity(rule);
  if (odd === undefined) return [];
  const { chain, line, number } = rule;
  if (odd === 'foreign')
    return [fault('dump-rule-foreign', { chain, rule: number }, line, service)];
  return [fault('dump-rule-old', { ...odd, chain }, line, service, 'note')];
}

/** Rules behind the jump to the node ports are asked too late, or never. */
function lastFaults({ name, rules }: Chain, table: string): readonly Finding[] {
  if (table !== 'nat' || name !== 'KUBE-SERVICES') return [];
  const isNodePorts = ({ target }: Rule): boolean => target?.name === 'KUBE-NODEPORTS';
  const first = rules.findIndex(isNodePorts);
  const behind = first < 0 ? undefined : rules.slice(first).find((rule) => !isNodePorts(rule));
  return behind === undefined ? [] : [fault('dump-not-last', { chain: name }, behind.line)];
}

export function portFaults(port: FoundPort): readonly Finding[] {
  const service = serviceOf(port);
  const internal = port.refused.filter(({ kind }) => kind === 'cluster-ip');
  const both = internal.filter(({ ip, port: number }) =>
    port.addresses.some((one) => one.ip === ip && one.port === number),
  );
  return [
    ...both.map(({ ip, port: number, line }) =>
      fault('dump-served-and-refused', { ip, port: number }, line, service),
    ),
    ...[port.cluster, port.local].flatMap((endpoints = []) => {
      const shares = endpoints.map(({ probability }) => probability);
      const [least, most] = [Math.min(...shares), Math.max(...shares)];
      // Probabilities are written with ten digits, and the kernel keeps 31 bits.
      if (endpoints.length === 0 || most - least < 1e-6) return [];
      const params = { least: inPercent(least), most: inPercent(most) };
      return [fault('dump-shares-uneven', params, endpoints[0]?.line ?? 0, service)];
    }),
  ];
}

/** Names in a dump may have been replaced, all of them: then hashes say nothing. */
function hashFaults(ports: ReadonlyMap<string, OpenPort>): readonly Finding[] {
  const named = [...ports.values()].filter(
    ({ key, fullName }) => fullName !== undefined && /^[A-Z2-7]{16}$/.test(key),
  );
  const odd = named.filter(
    ({ key, fullName = '', protocol }) => hashName(fullName + protocol, 16) !== key,
  );
  if (odd.length === named.length) return [];
  return odd.map((port) =>
    fault('dump-hash-differs', { chain: port.chains[0] ?? port.key }, port.line, serviceOf(port)),
  );
}

/** What only newer releases have beside what only older ones had. */
function mixtures(tables: readonly Table[], known: readonly Finding[]): readonly Finding[] {
  // The kubelet made what marks packets to be dropped, whatever the release of kube-proxy.
  const old = known.find(({ code, params }) => {
    if (code === 'dump-chain-old') return params['chain'] !== 'KUBE-MARK-DROP';
    return code === 'dump-rule-old' && params['form'] !== 'mark-drop';
  });
  const names = tables.flatMap(({ name: table, chains }) =>
    [...chains.values()].map(({ name, line }) => ({ table, name, line })),
  );
  const now = names.find(({ name }) => {
    return name === 'KUBE-PROXY-FIREWALL' || serviceChain(name)?.kind === 'EXT';
  });
  const ipvs = names.find(({ table, name }) => sortOf(table, name) === 'ipvs');
  const hasPools = names.some(({ name }) => serviceChain(name)?.kind === 'SVC');
  return [
    ...(old === undefined || now === undefined
      ? []
      : [fault('dump-minors-mixed', { old: oldName(old), now: now.name }, old.line)]),
    ...(ipvs === undefined || !hasPools
      ? []
      : [fault('dump-modes-mixed', { chain: ipvs.name }, ipvs.line)]),
  ];
}

function oldName({ params }: Finding): string | number {
  return params['chain'] ?? '';
}

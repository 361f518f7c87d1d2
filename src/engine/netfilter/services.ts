/**
 * To which Service a chain or rule of kube-proxy belongs, told by its comments and by who jumps to whom.
 * Source: pkg/proxy/iptables/proxier.go of v1.37.2 (writeServiceToEndpointRules and around it). Chain names
 * are hashes: without a comment anywhere on the way the Service stays unknown. In large clusters only the
 * rules of KUBE-SERVICES and KUBE-NODEPORTS have comments.
 */
import { runToEnd } from '../run-to-end.ts';
import { optionValue } from './match.ts';
import type { Chain, Dump, Rule, Table } from './types.ts';

export interface ServicePort {
  readonly namespace: string;
  readonly name: string;
  /** Empty for a port without a name. */
  readonly port: string;
}

/** Answers whose a chain or a rule is. */
export interface Owners {
  readonly ofChain: (table: string, chain: string) => ServicePort | undefined;
  readonly ofRule: (rule: Rule) => ServicePort | undefined;
}

const SERVICE_CHAINS = [
  'KUBE-SVC-',
  'KUBE-SEP-',
  'KUBE-EXT-',
  'KUBE-SVL-',
  'KUBE-FW-',
  'KUBE-XLB-',
];

/** `ns1/svc1:p80 cluster IP`, `pod traffic for ns1/svc1:p80 external destinations`, `ns1/svc1`. */
const NAMED = /(?:^|\bfor )([a-z\d][a-z\d-]*)\/([a-z\d][a-z\d.-]*)(?::([a-z\d-]*))?(?= |$)/;

export function commentOf({ matches }: Rule): string | undefined {
  const comment = matches.find(({ name }) => name === 'comment');
  return comment && optionValue(comment, '--comment');
}

function isServiceChain(name: string): boolean {
  return name.startsWith('KUBE-') && SERVICE_CHAINS.some((start) => name.startsWith(start));
}

export function ownersIn(dump: Dump): Owners {
  return runToEnd(ownersInSlices(dump));
}

/** Yields now and then. */
export function* ownersInSlices(dump: Dump): Generator<void, Owners> {
  const owners = new Map<string, ReadonlyMap<string, ServicePort>>();
  const ports = new Map<string, ServicePort>();
  for (const table of dump.tables) owners.set(table.name, yield* chainOwners(table, ports));
  const ofChain: Owners['ofChain'] = (table, chain) => owners.get(table)?.get(chain);
  return {
    ofChain,
    ofRule(rule) {
      if (!rule.chain.startsWith('KUBE-')) return undefined;
      return (
        ofChain(rule.table, rule.chain) ??
        named(rule, ports) ??
        (rule.target && ofChain(rule.table, rule.target.name))
      );
    },
  };
}

const SLICE_RULES = 2000;

/** Names stand in comments; from there they go along the jumps. */
function* chainOwners(
  { chains }: Table,
  ports: Map<string, ServicePort>,
): Generator<void, ReadonlyMap<string, ServicePort>> {
  let read = 0;
  const found = new Map<string, ServicePort>();
  const open: Chain[] = [];
  const own = (name: string, owner: ServicePort | undefined) => {
    if (owner === undefined || found.has(name) || !isServiceChain(name)) return;
    const chain = chains.get(name);
    if (!chain) return;
    found.set(name, owner);
    open.push(chain);
  };
  for (const { name, rules } of chains.values()) {
    if (!name.startsWith('KUBE-')) continue;
    const isService = isServiceChain(name);
    for (const rule of rules) {
      if (++read % SLICE_RULES === 0) yield;
      const target = rule.target?.name ?? '';
      // Most rules say again what is known already, and reading comments is what costs.
      const asks = isService && !found.has(name);
      if (!asks && (!isServiceChain(target) || found.has(target))) continue;
      const owner = named(rule, ports);
      own(name, owner);
      own(target, owner);
    }
  }
  for (let chain = open.pop(); chain; chain = open.pop()) {
    if (++read % SLICE_RULES === 0) yield;
    for (const { target } of chain.rules) own(target?.name ?? '', found.get(chain.name));
  }
  return found;
}

/** One object for each port, however many rules name it. */
function named(rule: Rule, ports: Map<string, ServicePort>): ServicePort | undefined {
  const comment = commentOf(rule);
  if (comment === undefined || !comment.includes('/')) return undefined;
  const [, namespace, name, port = ''] = NAMED.exec(comment) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  const key = `${namespace}/${name}:${port}`;
  const known = ports.get(key) ?? { namespace, name, port };
  ports.set(key, known);
  return known;
}

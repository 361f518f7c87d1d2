/**
 * What kube-proxy learns from the machine it runs on: a file that states it, else the Node object.
 * Upstream, v1.37.2: pkg/util/node/node.go GetNodeHostIPs, GetHostname; pkg/proxy/node.go.
 */
import { lineIndex } from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import { readDocuments } from '../read/index.ts';
import {
  at,
  entries,
  type Field,
  flag,
  integer,
  isSet,
  items,
  newLog,
  report,
  rootField,
  text,
  textMap,
  texts,
} from './fields.ts';
import { type Ip, parseIp } from './ip.ts';

/** An interface with its addresses, each with the length of its network: `192.168.10.10/24`. */
export interface NodeInterface {
  readonly name: string;
  readonly ips: readonly string[];
}

/** A node; what is absent is not known. */
export interface NodeFacts {
  readonly name?: string;
  /** InternalIPs in order. */
  readonly ips?: readonly Ip[];
  /** All addresses of all interfaces. */
  readonly addresses?: readonly Ip[];
  readonly interfaces?: readonly NodeInterface[];
  readonly podCidrs?: readonly string[];
  readonly labels?: ReadonlyMap<string, string>;
  /** The accounting counters can be created. */
  readonly nfacct?: boolean;
  /** `net/netfilter/nf_conntrack_tcp_be_liberal` */
  readonly tcpBeLiberal?: boolean;
}

const FIELDS = new Set(['name', 'ips', 'interfaces', 'podCIDRs', 'labels', 'nfacct', 'sysctls']);
const LIBERAL = 'net/netfilter/nf_conntrack_tcp_be_liberal';

/** The file of `--env`, YAML or JSON. Never throws. */
export function parseNode(source: string): {
  readonly node: NodeFacts;
  readonly problems: readonly Problem[];
} {
  const [document] = readDocuments(source);
  if (document === undefined) {
    const problem: Problem = { code: 'empty-input', path: '', params: {}, line: 1, column: 1 };
    return { node: {}, problems: [problem] };
  }
  if ('problem' in document) return { node: {}, problems: [document.problem] };
  const log = newLog(lineIndex(source));
  const root = rootField(document.node, log);
  for (const entry of entries(root)) {
    const field = String(entry.step);
    if (!FIELDS.has(field)) report(entry, 'node-unknown-field', { field });
  }
  const interfaces = at(root, 'interfaces');
  const addresses = items(interfaces).flatMap((one) => ipsIn(at(one, 'ips')));
  const liberal = entries(at(root, 'sysctls')).find(({ step }) => sysctlName(step) === LIBERAL);
  const name = text(at(root, 'name'));
  const nfacct = flag(at(root, 'nfacct'));
  const node: NodeFacts = {
    ...(name === '' ? {} : { name }),
    ...(isSet(at(root, 'ips')) ? { ips: ipsIn(at(root, 'ips')) } : {}),
    ...(isSet(interfaces) ? { addresses, interfaces: items(interfaces).map(interfaceOf) } : {}),
    ...(isSet(at(root, 'podCIDRs')) ? { podCidrs: texts(at(root, 'podCIDRs')) } : {}),
    ...(isSet(at(root, 'labels')) ? { labels: textMap(at(root, 'labels')) } : {}),
    ...(nfacct === undefined ? {} : { nfacct }),
    ...(liberal === undefined ? {} : { tcpBeLiberal: (integer(liberal) ?? 0) !== 0 }),
  };
  return { node, problems: [...document.strict, ...log.problems] };
}

/** A Node object. */
export function nodeOf(field: Field): NodeFacts {
  const metadata = at(field, 'metadata');
  const spec = at(field, 'spec');
  const podCidrs = texts(at(spec, 'podCIDRs'));
  const podCidr = text(at(spec, 'podCIDR'));
  const addresses = items(at(at(field, 'status'), 'addresses'));
  const ofType = (type: string): readonly Ip[] =>
    addresses.flatMap((one) =>
      text(at(one, 'type')) === type ? addressIn(at(one, 'address')) : [],
    );
  return {
    name: text(at(metadata, 'name')),
    ips: [...ofType('InternalIP'), ...ofType('ExternalIP')],
    podCidrs: podCidrs.length === 0 && podCidr !== '' ? [podCidr] : podCidrs,
    labels: textMap(at(metadata, 'labels')),
  };
}

/** The first address, and the first one of the other family. */
export function hostIps(ips: readonly Ip[]): readonly Ip[] {
  const [first] = ips;
  if (first === undefined) return [];
  const other = ips.find(({ family }) => family !== first.family);
  return other === undefined ? [first] : [first, other];
}

function interfaceOf(field: Field): NodeInterface {
  return { name: text(at(field, 'name')), ips: texts(at(field, 'ips')) };
}

/** An address with or without the length of its network. */
function ipsIn(list: Field): readonly Ip[] {
  return items(list).flatMap(addressIn);
}

function addressIn(field: Field): readonly Ip[] {
  const value = text(field);
  const ip = parseIp(value.replace(/\/\d+$/, ''));
  if (ip === undefined) report(field, 'bad-address', { value });
  return ip === undefined ? [] : [ip];
}

/** `net.netfilter.x` is what sysctl(8) prints. */
function sysctlName(step: string | number): string {
  return String(step).replaceAll('.', '/');
}

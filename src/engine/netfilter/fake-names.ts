/**
 * Made-up names for chains, interfaces, objects and what people write into comments. What kube-proxy, Docker,
 * Calico and others call things everywhere stays.
 */
import { ADDRESS } from './fake-address.ts';
import { isBuiltIn, isTarget } from './hooks.ts';

/** Made-up names, numbered as they come, the same one for the same name. */
export class Names {
  readonly #fakes = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  known(name: string): string | undefined {
    return this.#fakes.get(name);
  }

  fake(name: string, kind: string): string {
    const known = this.#fakes.get(name);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const fake = `${kind}${count}`;
    this.#fakes.set(name, fake);
    return fake;
  }

  /** Hashes of kube-proxy and Calico are made of names: whoever guesses the name finds the hash. */
  chain(name: string): string {
    const known = this.#fakes.get(name);
    if (known !== undefined || isBuiltIn(name) || isTarget(name)) return known ?? name;
    const hashed = /^(KUBE-(?:SVC|SVL|SEP|EXT|FW|XLB|NWPLCY|POD-FW)-)[A-Z2-7]{10,}$/.exec(
      name,
    )?.[1];
    const own =
      hashed ?? /^(cali-(?:fw|tw|pi|po|pri|pro|from-hep|to-hep|fh|th)-)\S+$/.exec(name)?.[1];
    if (own === undefined && WELL_KNOWN.test(name)) return name;
    const fake = this.fake(name, own === undefined ? 'CHAIN-' : own);
    return fake;
  }

  link(name: string): string {
    if (COMMON_LINK.test(name)) return name;
    const kind = /^(veth|cali|lxc|br-|tap|vnet|azv|eni|gke)/.exec(name)?.[1] ?? 'if';
    if (name === `${kind}+`) return name;
    return name.endsWith('+') ? `${this.fake(name.slice(0, -1), kind)}+` : this.fake(name, kind);
  }
}

const WELL_KNOWN =
  /^(KUBE-[A-Z-]+|DOCKER(-[A-Z0-9-]+)?|FLANNEL-[A-Z]+|CILIUM_\w+|ISTIO_\w+|ufw6?-[\w-]+|cali-[\w-]+|LIBVIRT_\w+|f2b-\w+)$/;
const COMMON_LINK =
  /^(lo|eth|en[ospx]|wlan|wlp|bond|team|wg|tun|cni|docker|flannel\.|vxlan\.calico|cilium_\w+|kube-(bridge|ipvs)|tunl|kindnet|nodelocaldns|podman|virbr)[\d.sfpn]*\+?$/;

/** Words that kube-proxy and the usual CNIs put around names; anything else may be somebody's secret. */
const COMMENT_WORDS =
  /^(?:[\s,.:;()/'"-]|->|NOTE|must|be|the|last|rule|in|this|chain|kubernetes|service|nodeports|portals|externally-visible|health|check|node|ports?|load|balancer|loadbalancer|firewall|forwarding|rules|conntrack|postrouting|traffic|requiring|SNAT|block|incoming|localnet|connections|cluster|external|IP|has|no|endpoints|local|LOCAL|masquerade|route|pod|for|destinations|to|other|will|dropped|by|not|accepted|flanneld|forward|masq|cali|Start|of|policies|Return|if|policy|Drop|no|profiles|matched|passed|packet|KUBE-(?:PROXY-FIREWALL|FW)|\d+)*$/;

/** Names of objects give way, the words around them stay when they are everybody's. */
const COMMON_PORT = /^:(https?|dns(-tcp)?|metrics|grpc|web|tcp|udp)$/;

export function fakeComment(
  text: string,
  names: Names,
  addresses: (text: string) => string,
): string {
  const hidden = addresses(text)
    .replace(
      /(?<![\w.])([a-z\d][\w.-]*)\/([a-z\d][\w.-]*?)(:[\w-]+)?(?=[\s"]|$)/g,
      (whole, space, name, port = '') =>
        /^\d+(\.\d+){3}$/.test(space) ? whole : fakeService(names, space, name, port),
    )
    .replace(/cali:[\w-]{10,}/g, (whole) => names.fake(whole, 'cali:'))
    .replace(/KUBE-(?:SVC|SVL|SEP|EXT|FW)-[A-Z2-7]{10,}/g, (whole) => names.chain(whole));
  const rest = hidden
    .replace(/ns-\d+\/svc-\d+(:[\w-]+)?/g, '')
    .replace(/cali:\d+/g, '')
    .replace(/KUBE-(?:SVC|SVL|SEP|EXT|FW)-\d+/g, '')
    .replace(ADDRESS, '');
  return COMMENT_WORDS.test(rest) ? hidden : names.fake(text, 'comment ');
}

function fakeService(names: Names, namespace: string, name: string, port: string): string {
  const own = port === '' || COMMON_PORT.test(port) ? port : `:${names.fake(port, 'port-')}`;
  const service = names.fake(`svc ${namespace}/${name}`, 'svc-');
  return `${names.fake(`ns ${namespace}`, 'ns-')}/${service}${own}`;
}

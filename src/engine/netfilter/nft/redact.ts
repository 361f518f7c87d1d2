/**
 * Makes the output of nft fit to be shown to strangers, with the same made-up addresses and names as the
 * redactor of iptables. Names of kube-proxy's own chains, sets and maps stay; in those that it makes for a
 * Service the hash, the namespace, the name and the endpoint give way.
 */
import { fakeComment, type Names } from '../fake-names.ts';
import { commandsOf } from './json.ts';
import { type NftToken, nftTokens } from './tokens.ts';

const SLICE_LINES = 200;

export function* redactNft(
  text: string,
  names: Names,
  addresses: (text: string) => string,
): Generator<unknown, string> {
  let redacted = '';
  for (const [index, line] of (commandsOf(text) ?? text).split(/(?<=\n)/).entries()) {
    const tokens = nftTokens(line, index + 1);
    let at = 0;
    for (const [position, token] of tokens.entries()) {
      redacted += line.slice(at, token.start) + fakeToken(tokens, position, names, addresses);
      at = token.end;
    }
    // What stands behind `#` may be anything.
    redacted += /^\s*$/.test(line.slice(at)) ? line.slice(at) : (/\r?\n$/.exec(line)?.[0] ?? '');
    if (index % SLICE_LINES === SLICE_LINES - 1) yield;
  }
  return redacted;
}

/** Words that open a block, the name behind them. */
const OPENING = new Set(['chain', 'set', 'map']);
const OWN_NAMES =
  /^(kube-proxy|filter|nat|mangle|raw|security|cluster-ips|nodeport-ips|firewall-ips|service-ips|service-nodeports|no-endpoint-(services|nodeports)|hairpin-connections|services|masquerading|firewall-check|(nodeport|service)-endpoints-check|cluster-ips-check|reject-chain|mark-for-masquerade|filter-(prerouting-pre-dnat|output-pre-dnat|input|forward|output)|nat-(prerouting|output|postrouting))$/;

function fakeToken(
  tokens: readonly NftToken[],
  position: number,
  names: Names,
  addresses: (text: string) => string,
): string {
  const { text, quoted } = tokens[position] as NftToken;
  const before = tokens[position - 1]?.text ?? '';
  if (quoted) return `"${fakeQuoted(tokens, position, names, addresses)}"`;
  if (text.startsWith('@')) return `@${fakeName(text.slice(1), names, addresses)}`;
  const command = tokens[0]?.text === 'add' || tokens[0]?.text === 'create';
  const named = isJump(before) || (position === 1 && OPENING.has(before));
  if (command ? position === 3 || (position === 4 && text !== '{') || isJump(before) : named) {
    return fakeName(text, names, addresses);
  }
  if (!command && tokens[0]?.text === 'table' && position === 2) {
    return fakeName(text, names, addresses);
  }
  // `10.0.0.1:80`, `[fd00::1]:80`, `10.0.0.1-10.0.0.9`: each address by itself.
  return text.replace(/[\d.]{7,}(\/\d+)?|[\da-f]*:[\da-f:]*:[\da-f:]*(\/\d+)?/gi, (found) =>
    addresses(found),
  );
}

function isJump(word: string): boolean {
  return word === 'jump' || word === 'goto';
}

function fakeQuoted(
  tokens: readonly NftToken[],
  position: number,
  names: Names,
  addresses: (text: string) => string,
): string {
  const { text } = tokens[position] as NftToken;
  const before = tokens.slice(0, position).map((token) => token.text);
  const kind = before.findLast((word) => /^[a-z]{3,}$/.test(word)) ?? '';
  if (kind === 'comment') return fakeComment(text, names, addresses);
  if (kind !== 'iifname' && kind !== 'oifname') return names.fake(text, 'text ');
  return text.endsWith('*')
    ? `${names.link(`${text.slice(0, -1)}+`).slice(0, -1)}*`
    : names.link(text);
}

/** `service-H4EATUM3-team-a/cache/tcp/admin`, `endpoint-…__10.244.1.5/8080`. */
const OF_SERVICE =
  /^(\w+)-([A-Z2-7]{8})-([^/]+)\/([^/]+)\/(tcp|udp|sctp)\/([^/]*?)(?:__([^/]+)\/(\d+))?$/;

function fakeName(name: string, names: Names, addresses: (text: string) => string): string {
  const found = OF_SERVICE.exec(name);
  if (!found) return OWN_NAMES.test(name) ? name : names.fake(name, 'name-');
  const [, kind, hash = '', namespace, service, protocol, port = '', ip, target] = found;
  const own = names.fake(hash, 'HASH');
  const space = names.fake(`ns ${namespace}`, 'ns-');
  const called = names.fake(`svc ${namespace}/${service}`, 'svc-');
  const shown = port === '' ? '' : names.fake(`port ${port}`, 'port-');
  const end = ip === undefined ? '' : `__${addresses(ip)}/${target}`;
  return `${kind}-${own}-${space}/${called}/${protocol}/${shown}${end}`;
}

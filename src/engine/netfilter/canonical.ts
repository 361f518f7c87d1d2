/**
 * A rule in the form that iptables-save prints, so that two spellings of one rule are one text. Source:
 * nft_rule_to_iptables_command_state and save_rule of iptables 1.8.9, and the save functions of its
 * extensions; tried on both back ends. Left out: what a machine's own files name (users, realms, groups,
 * services beyond the common ones), and several addresses in one rule, which the kernel keeps as several rules.
 * Where the two back ends differ (`! --sport 1:80` is `--sport 81:65535` to nft) the legacy one is followed.
 */
import {
  type Address,
  type Family,
  type Network,
  parseAddress,
  parseNetwork,
  printAddress,
  printNetwork,
} from '../address.ts';
import { type Layout, matchLayout, targetLayout } from './canonical-layout.ts';
import type { Said } from './canonical-said.ts';
import { quoteIfNeeded } from './canonical-values.ts';
import { protocolName, protocolNumber } from './packet.ts';
import type { Part, Rule } from './types.ts';

/** The rule as a saved line without its counters. */
export function printRule(rule: Rule, family: Family = familyOfRule(rule)): string {
  let text = `-A ${quoteIfNeeded(rule.chain)}`;
  for (const option of BASICS) {
    for (const said of rule.basics) if (said.option === option) text += basic(said);
  }
  for (const match of rule.matches) {
    const name = match.name === 'ipv6-icmp' || match.name === 'icmpv6' ? 'icmp6' : match.name;
    text += ` -m ${quoteIfNeeded(name)}${options(match, matchLayout(name), family)}`;
  }
  const { target } = rule;
  if (!target) return text;
  text += ` ${rule.goto ? '-g' : '-j'} ${quoteIfNeeded(target.name)}`;
  return text + options(target, targetLayout(target.name), family);
}

/** Without a word about it a dump is one of IPv4. */
function familyOfRule({ basics }: Rule): Family {
  for (const { option, values } of basics) {
    const [value = ''] = values;
    if ((option === '-s' || option === '-d') && value.includes(':')) return 'ipv6';
    if (option === '-p' && protocolNumber(value) === 58) return 'ipv6';
  }
  return 'ipv4';
}

const BASICS = ['-s', '-d', '-i', '-o', '-p', '-f'];

function basic(said: Said): string {
  const value = basicValue(said);
  if (value === undefined) return '';
  return ` ${said.not ? '! ' : ''}${said.option}${value === '' ? '' : ` ${value}`}`;
}

/** Undefined when the option asks for nothing. */
function basicValue({ option, values, not }: Said): string | undefined {
  const [value = ''] = values;
  if (option === '-f') return '';
  if (option === '-i' || option === '-o')
    return value === '+' && !not ? undefined : quoteIfNeeded(value);
  if (option === '-p') {
    const number = protocolNumber(value);
    if (number === undefined) return quoteIfNeeded(value);
    return number === 0 && !not ? undefined : protocolName(number);
  }
  // One host, as in almost every rule of kube-proxy.
  const host = parseAddress(value.endsWith('/32') ? value.slice(0, -3) : value);
  if (host?.length === 1) return `${printAddress(host)}/32`;
  const networks = value.split(',').map(networkOf);
  if (!not && networks.every((network) => network?.mask.every((word) => word === 0))) {
    return undefined;
  }
  const [first] = networks;
  if (first && networks.length === 1) return printNetwork(first);
  const shown = value.split(',').map((text, index) => {
    const network = networks[index];
    return network ? printNetwork(network) : text;
  });
  return quoteIfNeeded(shown.join(','));
}

/** `10/8` is short for `10.0.0.0/8`. */
function networkOf(text: string): Network | undefined {
  const [address = '', length] = text.split('/');
  const missing = /^\d{1,3}(\.\d{1,3}){0,2}$/.test(address) ? 4 - address.split('.').length : 0;
  const whole = missing === 0 ? text : text.replace(address, `${address}${'.0'.repeat(missing)}`);
  const network = parseNetwork(length === undefined ? (whole.split('/')[0] ?? '') : whole);
  return network && { address: masked(network), mask: network.mask };
}

function masked({ address, mask }: Network): Address {
  return address.map((word, index) => (word & (mask[index] ?? 0)) >>> 0);
}

/** In the order of the layout; what it does not know stands behind, as written. */
function options({ args }: Part, layout: Layout | undefined, family: Family): string {
  if (!layout) return args.map(words).join('');
  const all = layout.prepare ? layout.prepare(args, family) : args;
  if (all.length === 1 && all[0]) return option(all[0], layout, family);
  return all
    .map((said, index) => ({ said, rank: layout.ranks.get(said.option) ?? LAST, index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ said }) => option(said, layout, family))
    .join('');
}

const LAST = 1000;

function option(said: Said, layout: Layout, family: Family): string {
  const format = layout.formats.get(said.option);
  const text = format?.(said, family);
  if (text === null) return '';
  if (text === undefined) return words(said);
  const name = layout.names.get(said.option) ?? said.option;
  return ` ${said.not ? '! ' : ''}${name}${text === '' ? '' : ` ${text}`}`;
}

function words({ not, option: name, values }: Said): string {
  return ` ${[...(not ? ['!'] : []), name, ...values.map(quoteIfNeeded)].join(' ')}`;
}

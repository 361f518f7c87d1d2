/**
 * A rule as kube-proxy writes it, in the spelling of iptables-save: source, destination, interface and protocol
 * first, then the matches in the order they were written in, then the target.
 * Source: iptables 1.8.9, 51 rules loaded into a kernel and saved (fact sheet of the project papers, A13), and the
 * saved text of the proxy oracle. Only what kube-proxy writes is known: that is three times as fast as to parse
 * and print 150,000 rules as netfilter does, and a test holds both to the same text.
 */
import { quote, savedProbability } from '../netfilter/index.ts';
import type { IpFamily } from './ip.ts';

interface Match {
  readonly name: string;
  readonly options: string[];
}

export function savedRule(rule: string, family: IpFamily): string {
  const words = rule.match(/"[^"]*"|\S+/g) ?? [];
  const placed = ['', '', '', ''];
  const matches: Match[] = [];
  let target = '';
  for (let at = 2; at < words.length; at++) {
    const inverted = words[at] === '!' && PLACED.includes(words[at + 1] ?? '');
    if (inverted) at++;
    const word = words[at] ?? '';
    if (word === '-j') {
      target = ` -j ${savedTarget(words.slice(at + 1), family)}`;
      break;
    }
    const place = PLACED.indexOf(word);
    if (place >= 0) {
      const value = savedAddress(word, words[++at] ?? '', family);
      // Every address: nothing to match.
      if (!inverted && value.endsWith('/0')) continue;
      placed[place] = `${inverted ? ' !' : ''} ${word} ${value}`;
    } else if (word === '-m') matches.push({ name: words[++at] ?? '', options: [] });
    else matches.at(-1)?.options.push(word);
  }
  const rest = matches.map((match) => savedMatch(match, family)).join('');
  return `-A ${words[1]}${placed.join('')}${rest}${target}`;
}

/** In the order in which they are printed. */
const PLACED = ['-s', '-d', '-i', '-p'];

function savedAddress(option: string, value: string, family: IpFamily): string {
  if (option === '-i' || option === '-p' || value.includes('/')) return value;
  return `${value}/${family === 'ipv4' ? 32 : 128}`;
}

function savedMatch({ name, options }: Match, family: IpFamily): string {
  return ` -m ${[name, ...savedOptions(name, options, family)].join(' ')}`;
}

function savedOptions(
  name: string,
  options: readonly string[],
  family: IpFamily,
): readonly string[] {
  switch (name) {
    case 'comment':
      return ['--comment', quote((options[1] ?? '').replace(/^"|"$/g, ''))];
    case 'mark':
      return options.map((word) =>
        word.startsWith('0x') ? word.split('/').map(hex).join('/') : word,
      );
    case 'nfacct':
      // One blank of the option, one of its value.
      return ['--nfacct-name', '', ...options.slice(1)];
    case 'recent':
      return savedRecent(options, family);
    case 'statistic':
      return options.map((word) =>
        /^[\d.]+$/.test(word) ? (savedProbability(word) ?? word) : word,
      );
    default:
      return options;
  }
}

/** The name of the list goes behind what is done with it. */
function savedRecent(options: readonly string[], family: IpFamily): readonly string[] {
  const mask =
    family === 'ipv4' ? '255.255.255.255' : Array.from({ length: 8 }, () => 'ffff').join(':');
  return [...options.slice(2), ...options.slice(0, 2), '--mask', mask, '--rsource'];
}

function hex(word: string): string {
  return `0x${Number.parseInt(word, 16).toString(16)}`;
}

function savedTarget([name = '', option, value = '']: readonly string[], family: IpFamily): string {
  if (name === 'REJECT') {
    return `REJECT --reject-with ${family === 'ipv4' ? 'icmp' : 'icmp6'}-port-unreachable`;
  }
  if (option === '--or-mark') return `${name} --set-xmark ${hex(value)}/${hex(value)}`;
  if (option === '--xor-mark') return `${name} --set-xmark ${hex(value)}/0x0`;
  return [name, option, value].filter((word) => word !== undefined && word !== '').join(' ');
}

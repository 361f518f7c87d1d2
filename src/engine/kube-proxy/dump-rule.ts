/** Single rules of an iptables dump, asked for what kube-proxy puts into them. */
import type { Rule } from '../netfilter/index.ts';

/** The value of `-d`, `--dport` and the like, where it is not turned around. */
export function statedIn({ basics, matches, target }: Rule, option: string): string | undefined {
  const short = option.length === 2;
  if (short) return basics.find((one) => one.option === option && !one.not)?.values[0];
  for (const part of target === undefined ? matches : [...matches, target]) {
    const found = part.args.find((one) => one.option === option && !one.not);
    if (found !== undefined) return found.values[0] ?? '';
  }
  return undefined;
}

/** `10.96.0.10/32` is one address. */
export function ipIn(rule: Rule): string | undefined {
  return statedIn(rule, '-d')?.replace(/\/(?:32|128)$/, '');
}

export function commentIn({ matches }: Rule): string {
  const comment = matches.find(({ name }) => name === 'comment');
  return comment?.args[0]?.values.join(' ') ?? '';
}

export interface ServiceChain {
  readonly kind: 'SVC' | 'SVL' | 'EXT' | 'FW' | 'SEP' | 'XLB';
  readonly hash: string;
}

const KINDS: ReadonlyMap<string, ServiceChain['kind']> = new Map(
  (['SVC', 'SVL', 'EXT', 'FW', 'SEP', 'XLB'] as const).map((kind) => [`KUBE-${kind}-`, kind]),
);
const HASH = 16;

/** Asked of every rule of a dump: without a regular expression. */
export function serviceChain(name: string): ServiceChain | undefined {
  const kind = KINDS.get(name.slice(0, -HASH));
  return kind && { kind, hash: name.slice(-HASH) };
}

/** Options that say what a rule does, in one order; hashes and values left out, those of few words kept. */
export function shapeOf(rule: Rule): string {
  const words: string[] = [];
  for (const { option, not } of rule.basics) words.push(`${not ? '!' : ''}${option}`);
  for (const { name, args } of rule.matches) {
    if (name === 'comment') continue;
    for (const { option, not, values } of args) {
      const said = SAID.has(option) ? `=${values.join(',')}` : '';
      if (!SILENT.has(option)) words.push(`${not ? '!' : ''}${option}${said}`);
    }
  }
  const name = rule.target?.name ?? '';
  const chain = serviceChain(name);
  return [...words.sort(), `> ${chain === undefined ? name : chain.kind}`].join(' ');
}

const SAID = new Set(['--dst-type', '--src-type', '--ctstate', '--mode']);
/** What iptables-save adds, and the words that come along with another. */
const SILENT = new Set([
  ...['--rsource', '--mask', '--name', '--seconds', '--reap', '--probability', '--nfacct-name'],
]);

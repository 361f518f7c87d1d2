/** Where a base chain hangs: its hook and priority. Source: nft(8), include/uapi/linux/netfilter_ipv4.h. */
import type { Hook } from '../hooks.ts';
import type { Base } from './types.ts';

const HOOKS: Readonly<Record<string, Hook>> = {
  prerouting: 'PREROUTING',
  input: 'INPUT',
  forward: 'FORWARD',
  output: 'OUTPUT',
  postrouting: 'POSTROUTING',
};

/** Names of priorities; `dstnat` is -100 everywhere but in bridges. */
const PRIORITIES: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
};

/** `filter hook prerouting priority dstnat - 10`. */
export function baseOf(words: readonly string[]): Base | undefined {
  const after = (word: string) => words[words.indexOf(word) + 1] ?? '';
  const hook = HOOKS[after('hook')];
  const at = words.indexOf('priority');
  if (!hook || at === -1) return undefined;
  const [name = '', sign, amount] = words.slice(at + 1);
  const base = PRIORITIES[name] ?? Number(name);
  const offset = sign === '+' || sign === '-' ? Number(`${sign}${amount}`) : 0;
  return { type: words[0] ?? '', hook, priority: base + offset };
}

/** Whether this machine can show what its kernel does: the reason where it cannot. */
import { spawnSync } from 'node:child_process';

export function kernelMissing(): string | undefined {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'this is not root';
  for (const tool of ['ip', 'iptables-nft-restore', 'ip6tables-nft-restore', 'xtables-monitor']) {
    if (!runs(tool, ['-V'])) return `${tool} is not installed`;
  }
  if (!runs('stdbuf', ['--version'])) return 'stdbuf is not installed';
  if (!runs('python3', ['--version'])) return 'python3, which sends raw packets, is not installed';
  const name = `livenotes-try-${process.pid}`;
  if (!runs('ip', ['netns', 'add', name])) return 'network namespaces cannot be made here';
  const rules = runs('ip', [
    'netns',
    'exec',
    name,
    'iptables-nft',
    '-t',
    'raw',
    '-A',
    'OUTPUT',
    '-j',
    'TRACE',
  ]);
  runs('ip', ['netns', 'del', name]);
  return rules ? undefined : 'the kernel has no nf_tables with TRACE';
}

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

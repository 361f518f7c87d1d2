/** What is wanted only when the reader asks for another example or makes a dump fit to be shown. */
import { redactDump } from '../../ui/redact-dump.ts';
import type { KubeProxyInput } from './answer.ts';

export { examples } from './examples.ts';

/** Dump, packet and node with made-up addresses and names, the same in all three. */
export async function redact({
  input,
  packet,
  node,
}: KubeProxyInput): Promise<Pick<KubeProxyInput, 'input' | 'packet' | 'node'>> {
  const { dump, text } = await redactDump(input);
  return { input: dump, packet: text(packet), node: text(node) };
}

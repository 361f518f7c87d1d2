/** What is wanted only when the reader asks for another example or makes a dump fit to be shown. */
import { redactDump } from '../../ui/redact-dump.ts';
import type { PacketWalkInput } from './answer.ts';

export { examples } from './examples.ts';

/** Dump, packet, environment and trace with made-up addresses and names, the same in all of them. */
export async function redact({
  input,
  packet,
  env,
  kernel,
}: PacketWalkInput): Promise<Pick<PacketWalkInput, 'input' | 'packet' | 'env' | 'kernel'>> {
  const { dump, text } = await redactDump(input);
  return { input: dump, packet: text(packet), env: text(env), kernel: text(kernel) };
}

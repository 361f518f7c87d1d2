/** What is wanted only when the reader asks for another example or makes a dump fit to be shown. */
import type * as Netfilter from '../../engine/netfilter/index.ts';
import { loadPart, loadScript } from '../../ui/load.ts';
import type { KubeProxyInput } from './answer.ts';

export { examples } from './examples.ts';

const SLICE_MS = 12;

/** Dump, packet and node with made-up addresses and names, the same in all three. */
export async function redact({
  input,
  packet,
  node,
}: KubeProxyInput): Promise<Pick<KubeProxyInput, 'input' | 'packet' | 'node'>> {
  // The engine takes the reader of YAML from where it has been put.
  await loadScript('read');
  const { createRedactor } = await loadPart<typeof Netfilter>('netfilter');
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  const redactor = createRedactor(seed);
  const steps = redactor.dump(input);
  let end = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return { input: step.value, packet: redactor.text(packet), node: redactor.text(node) };
    }
    if (performance.now() < end) continue;
    await new Promise((resume) => setTimeout(resume, 0));
    end = performance.now() + SLICE_MS;
  }
}

/** Makes up addresses and names for a dump, without holding up the page. */
import type * as Netfilter from '../engine/netfilter/index.ts';
import { loadPart, loadScript } from './load.ts';

const SLICE_MS = 12;

/** The dump, and what replaces the same names in texts that belong to it. */
export async function redactDump(
  dump: string,
): Promise<{ readonly dump: string; readonly text: (text: string) => string }> {
  // The engine takes the reader of YAML from where it has been put.
  await loadScript('read');
  const { createRedactor } = await loadPart<typeof Netfilter>('netfilter');
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  const redactor = createRedactor(seed);
  const steps = redactor.dump(dump);
  let end = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return { dump: step.value, text: redactor.text };
    if (performance.now() < end) continue;
    await new Promise((resume) => setTimeout(resume, 0));
    end = performance.now() + SLICE_MS;
  }
}

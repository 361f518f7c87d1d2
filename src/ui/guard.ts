/** What a reader took from a real node is not passed on before he has thought of it. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadPart } from './load.ts';

/** Of the frame: share, embed. Of an editor: download. */
const GIVING = '.w-tools button:nth-of-type(-n+2), .ed-tools button + button';

/**
 * Holds back the buttons that give the text away, unless it is among the `harmless` ones. `redact` is called
 * with the late part once that is there: it puts a harmless text in its place and answers with that.
 */
export function useGuard<Part>(
  root: RefObject<HTMLElement | null>,
  harmless: Set<string>,
  text: string,
  part: string,
  redact: (late: Part) => Promise<string>,
) {
  const latest = useRef({ text, redact });
  latest.current = { text, redact };
  /** The button that is held back until the reader has decided. */
  const [held, setHeld] = useState<HTMLElement>();
  const [state, setState] = useState<'' | 'redacting' | 'failed'>('');

  useEffect(() => {
    const onClick = (event: Event) => {
      const button = (event.target as Element).closest<HTMLElement>(GIVING);
      if (!button || harmless.has(latest.current.text)) return;
      event.stopPropagation();
      setHeld(button);
    };
    const figure = root.current?.closest('.w');
    figure?.addEventListener('click', onClick, true);
    return () => figure?.removeEventListener('click', onClick, true);
  }, []);

  const onRedact = async () => {
    setState('redacting');
    try {
      const late = await loadPart<Part>(part);
      harmless.add(await latest.current.redact(late));
      setState('');
      setHeld(undefined);
    } catch {
      setState('failed');
    }
  };
  const onAsIs = () => {
    harmless.add(text);
    setHeld(undefined);
    held?.click();
  };
  return [held, state, onRedact, onAsIs] as const;
}

import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadPart } from '../../ui/load.ts';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import type * as Later from './later.ts';
import { harmless } from './presets.ts';

type Props = ViewProps<KubeProxyInput, KubeProxyAnswer> & {
  readonly root: RefObject<HTMLDivElement | null>;
};

/** Of the frame: share, embed. Of an editor: download. */
const GIVING = '.w-tools button:nth-of-type(-n+2), .ed-tools button + button';

/** A real dump is not passed on before its reader has thought of it; iptables dumps can be redacted. */
export function Guard({ lang, input, answer, replace, root }: Props) {
  const latest = useRef({ input, answer });
  latest.current = { input, answer };
  /** The button that is held back until the reader has decided. */
  const [held, setHeld] = useState<HTMLElement>();
  const [state, setState] = useState<'' | 'redacting' | 'failed'>('');
  const { words, kind, isNft } = answer;

  useEffect(() => {
    const onClick = (event: Event) => {
      const button = (event.target as Element).closest<HTMLElement>(GIVING);
      const now = latest.current;
      if (!button || now.answer.kind !== 'dump' || harmless.has(now.input.input)) return;
      event.stopPropagation();
      setHeld(button);
    };
    const figure = root.current?.closest('.w');
    figure?.addEventListener('click', onClick, true);
    return () => figure?.removeEventListener('click', onClick, true);
  }, []);

  const redact = async () => {
    setState('redacting');
    try {
      const late = await loadPart<typeof Later>('kube-proxy.later');
      const made = await late.redact(latest.current.input);
      harmless.add(made.input);
      replace({ ...made, service: '', objects: '' });
      setState('');
      setHeld(undefined);
    } catch {
      setState('failed');
    }
  };
  if (kind !== 'dump' || (isNft && !held)) return null;
  const button = !isNft && (
    <button type="button" class="js" disabled={state === 'redacting'} onClick={() => void redact()}>
      {say(words.redact, lang)}
    </button>
  );
  return (
    <div class="kp-guard" role={held && 'alert'}>
      {held && `${say(isNft ? words.guardNft : words.guard, lang)} `}
      {button}{' '}
      {held && (
        <button
          type="button"
          onClick={() => {
            harmless.add(input.input);
            setHeld(undefined);
            held.click();
          }}
        >
          {say(words.asIs, lang)}
        </button>
      )}
      <span role="status">{state && say(words[state], lang)}</span>
    </div>
  );
}

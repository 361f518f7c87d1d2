import type { RefObject } from 'preact';
import { useGuard } from '../../ui/guard.ts';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import type * as Later from './later.ts';
import { harmless } from './presets.ts';

type Props = ViewProps<KubeProxyInput, KubeProxyAnswer> & {
  readonly root: RefObject<HTMLDivElement | null>;
};

/** A real dump is not passed on before its reader has thought of it; iptables dumps can be redacted. */
export function Guard({ lang, input, answer, replace, root }: Props) {
  const { words, kind, isNft } = answer;
  const [held, state, redact, giveAsIs] = useGuard<typeof Later>(
    root,
    harmless,
    kind === 'dump' ? input.input : '',
    'kube-proxy.later',
    async (late) => {
      const made = await late.redact(input);
      replace({ ...made, service: '', objects: '' });
      return made.input;
    },
  );
  if (kind !== 'dump' || (isNft && !held)) return null;
  const button = !isNft && (
    <button type="button" class="js" disabled={state === 'redacting'} onClick={redact}>
      {say(words.redact, lang)}
    </button>
  );
  return (
    <div class="kp-guard" role={held && 'alert'}>
      {held && `${say(isNft ? words.guardNft : words.guard, lang)} `}
      {button}{' '}
      {held && (
        <button type="button" onClick={giveAsIs}>
          {say(words.asIs, lang)}
        </button>
      )}
      <span role="status">{state && say(words[state], lang)}</span>
    </div>
  );
}
